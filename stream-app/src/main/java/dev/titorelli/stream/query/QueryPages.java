package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import dev.titorelli.http.Pages;
import dev.titorelli.stream.queue.QueueBoard;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** The pages about requests, {@code /v1/requests} and {@code /v1/requests/<tenant>/<requestId>}, and about queues, {@code /backlog}. */
public final class QueryPages implements Page {

    static final String REQUESTS = "/v1/requests";
    static final String BACKLOG = "/backlog";

    private final String group;
    private final Page list;
    private final Page request;

    QueryPages(String group, Page list, Page request) {
        this.group = group;
        this.list = list;
        this.request = request;
    }

    /**
     * What queries rest on.
     *
     * @param group the application id of Kafka Streams
     * @param brokerSilence how long the broker has not answered this instance
     * @param session how long the group waits for an instance before others take over what it had
     */
    public record Footing(String group, StateNames names, Supplier<Duration> brokerSilence, Duration session) {

        /** Shorter than the session after which others take over. */
        private Duration silenceAllowed() {
            return session.multipliedBy(2).dividedBy(3);
        }

        /** The same for another state. */
        public Footing of(StateNames other) {
            return new Footing(group, other, brokerSilence, session);
        }

        private boolean isCutOff() {
            return brokerSilence.get().compareTo(silenceAllowed()) > 0;
        }
    }

    /** What Kafka Streams holds of the state of these names. */
    static StreamsHoldings holdings(KafkaStreams streams, Footing footing) {
        return new StreamsHoldings(streams, footing.names(), footing.brokerSilence(), footing.silenceAllowed());
    }

    /** Adds the pages about requests; they answer 503 until Kafka Streams runs. */
    public static void add(Pages pages, KafkaStreams streams, Footing footing) {
        StateNames names = footing.names();
        Holdings holdings = holdings(streams, footing);
        Peers peers = new StreamsPeers(streams, names, pages.address().orElse(""));
        Neighbours neighbours = new HttpNeighbours(footing.group());
        pages.add(
                REQUESTS,
                new QueryPages(
                        footing.group(),
                        new ListPage(holdings, peers, neighbours, names.partitions()),
                        new RequestPage(holdings, peers, neighbours, names.partitions())));
    }

    /**
     * Adds the page about queues; until Kafka Streams runs it says that nothing is known.
     *
     * @param board told by the tasks that own queues here
     */
    public static void addBacklog(
            Pages pages, KafkaStreams streams, Footing footing, QueueNames names, QueueBoard board) {
        BacklogPage page = new BacklogPage(
                new StreamsQueues(streams, names, board, footing::isCutOff),
                new StreamsPeers(streams, footing.names(), pages.address().orElse("")),
                new HttpNeighbours(footing.group()),
                names.partitions());
        pages.add(BACKLOG, call -> signed(page.answer(call), footing.group()));
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        Page page = call.path().equals(REQUESTS) ? list : request;
        return signed(page.answer(call), group);
    }

    /** So that other instances believe it. */
    private static CompletionStage<Answer> signed(CompletionStage<Answer> answer, String group) {
        return answer.thenApply(told -> told.with(HttpNeighbours.GROUP, group));
    }
}
