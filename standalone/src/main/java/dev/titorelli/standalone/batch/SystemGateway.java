package dev.titorelli.standalone.batch;

import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.News;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.RequestFeed;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.client.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A running system, through Kafka and the pages of its stream apps. */
public final class SystemGateway implements Gateway {

    /** Little is in flight at once, and the process may be small. */
    private static final Map<String, Object> SMALL = Map.of(
            "buffer.memory", 8 * 1024 * 1024,
            "fetch.max.bytes", 4 * 1024 * 1024,
            "max.partition.fetch.bytes", 1024 * 1024);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Client client;
    private final RequestFeed feed;
    private final StreamQueries queries;

    private SystemGateway(Client client, RequestFeed feed, StreamQueries queries) {
        this.client = client;
        this.feed = feed;
        this.queries = queries;
    }

    /**
     * Connects; events from now on are heard. A stream app that restarts is waited for, up to two minutes.
     *
     * @param told what it waits for, once
     * @throws dev.titorelli.standalone.client.UnreachableException when Kafka, the registry or a stream app does not answer
     */
    public static SystemGateway open(Addresses addresses, RequestId batch, Consumer<String> told) {
        StreamQueries queries = new StreamQueries(addresses.streams());
        awaitStream(queries, batch, !addresses.streams().isEmpty(), told);
        Client client = Client.open(addresses.withKafka(SMALL));
        try {
            return new SystemGateway(client, client.followEvents(), queries);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Who can't be asked here can't be asked later. */
    private static void awaitStream(
            StreamQueries queries, RequestId batch, boolean someIsKnown, Consumer<String> told) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (boolean first = true; ; first = false) {
            try {
                var unused = queries.batch(batch);
                return;
            } catch (UnreachableException e) {
                if (!someIsKnown
                        || System.nanoTime() - deadline > 0
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (first) {
                    told.accept("Waiting for a stream app: " + e.getMessage());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    @Override
    public void send(List<GenerationRequest> requests) {
        client.sendAll(requests);
    }

    @Override
    public Optional<QueriedRequest> find(RequestId request) {
        return queries.find(request);
    }

    @Override
    public List<Event> poll(Duration patience) {
        return feed.poll(patience).stream()
                .filter(News.Told.class::isInstance)
                .map(news -> ((News.Told) news).event())
                .toList();
    }

    @Override
    public void seal(RequestId batch, long expected) {
        client.seal(batch, expected);
    }

    @Override
    public void close() {
        try (client) {
            feed.close();
        }
    }
}
