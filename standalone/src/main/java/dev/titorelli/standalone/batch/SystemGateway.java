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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running system, through Kafka and the pages of its stream apps. */
public final class SystemGateway implements Gateway {

    /** Little is in flight at once, and the process may be small. */
    private static final Map<String, Object> SMALL = Map.of(
            "buffer.memory", 8 * 1024 * 1024,
            "fetch.max.bytes", 4 * 1024 * 1024,
            "max.partition.fetch.bytes", 1024 * 1024);

    private final Client client;
    private final RequestFeed feed;
    private final StreamQueries queries;

    private SystemGateway(Client client, RequestFeed feed, StreamQueries queries) {
        this.client = client;
        this.feed = feed;
        this.queries = queries;
    }

    /**
     * Connects; events from now on are heard.
     *
     * @throws dev.titorelli.standalone.client.UnreachableException when Kafka, the registry or a stream app does not answer
     */
    public static SystemGateway open(Addresses addresses, RequestId batch) {
        StreamQueries queries = new StreamQueries(addresses.streams());
        var unused = queries.batch(batch); // who can't be asked here can't be asked later
        Client client = Client.open(addresses.withKafka(SMALL));
        try {
            return new SystemGateway(client, client.followEvents(), queries);
        } catch (RuntimeException e) {
            client.close();
            throw e;
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
