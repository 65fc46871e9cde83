package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import dev.titorelli.http.Pages;
import dev.titorelli.stream.row.BatchRow;
import dev.titorelli.stream.row.StoredRows;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What is counted under one batch label: {@code /v1/batches/<tenant>/<batch>}. */
public final class BatchPage implements Page {

    static final String BATCHES = "/v1/batches";

    private final String group;
    private final IntFunction<Optional<ReadOnlyKeyValueStore<String, byte[]>>> held;
    private final OwnedPage page;

    /**
     * @param held the rows of a partition; empty unless this instance runs its task now
     * @param partitions of batch.v1
     */
    BatchPage(
            String group,
            IntFunction<Optional<ReadOnlyKeyValueStore<String, byte[]>>> held,
            Peers peers,
            Neighbours neighbours,
            int partitions) {
        this.group = group;
        this.held = held;
        OwnedPage.Subject subject = new OwnedPage.Subject("batch", "tenant/batch", BATCHES);
        this.page = new OwnedPage(subject, this::own, peers, neighbours, partitions);
    }

    /** Adds the page; it answers 503 until Kafka Streams runs. */
    public static void add(Pages pages, KafkaStreams streams, QueryPages.Footing footing) {
        StateNames names = footing.names();
        Peers peers = new StreamsPeers(streams, names, pages.address().orElse(""));
        pages.add(
                BATCHES,
                new BatchPage(
                        footing.group(),
                        QueryPages.holdings(streams, footing)::rows,
                        peers,
                        new HttpNeighbours(footing.group()),
                        names.partitions()));
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        if (call.path().length() <= BATCHES.length()) {
            return CompletableFuture.completedStage(
                    Answer.problem(404, "batches are asked for one by one: " + BATCHES + "/<tenant>/<batch>"));
        }
        return page.answer(call).thenApply(answer -> answer.with(HttpNeighbours.GROUP, group));
    }

    private Optional<Answer> own(String batch, int partition) {
        try {
            Optional<Answer> answer =
                    held.apply(partition).map(rows -> answer(batch, new StoredRows<>(rows, "batch", BatchRow.class)));
            return answer.filter(found -> held.apply(partition).isPresent());
        } catch (InvalidStateStoreException e) { // it has gone while it was read
            return Optional.empty();
        }
    }

    private static Answer answer(String batch, StoredRows<BatchRow> rows) {
        return rows.find(batch)
                .map(row -> Answer.json(200, BatchDocument.of(row)))
                .orElseGet(() -> Answer.problem(
                        404,
                        "there is no batch " + batch
                                + ": no request came with this label, or its counters were forgotten"));
    }
}
