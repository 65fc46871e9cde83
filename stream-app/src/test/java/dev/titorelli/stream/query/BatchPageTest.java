package dev.titorelli.stream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Call;
import dev.titorelli.stream.row.BatchRow;
import dev.titorelli.stream.row.Rows;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPageTest {

    private static final int PARTITIONS = 3;
    private static final String BATCH = "acme/spring";
    private static final int OWNER = RowsFixture.partition(BATCH);

    private final Set<Integer> held = new HashSet<>(List.of(OWNER));
    private KeyValueStore<String, byte[]> store;
    private BatchPage page;

    @BeforeEach
    void fill(@TempDir Path stateDir) {
        store = RowsFixture.open(OWNER, stateDir);
        page = page(held, "here", (peer, target) -> CompletableFuture.failedStage(new ConnectException()));
        Rows<BatchRow> rows = new Rows<>(store, "batch", BatchRow.class);
        rows.put(
                BATCH,
                BatchRow.newBuilder()
                        .setTenant("acme")
                        .setBatch("spring")
                        .setAccepted(10)
                        .setRejected(2)
                        .setCompleted(6)
                        .setFailed(1)
                        .setImages(7)
                        .setSealed(true)
                        .setExpected(20L)
                        .setFirstAt(1_000)
                        .setLastAt(2_000)
                        .build());
    }

    @Test
    void tellsTheCountersOfALabel() {
        JsonNode told = Neighbourhood.json(ask(BATCH));

        assertThat(told)
                .hasToString("{\"tenant\":\"acme\",\"batch\":\"spring\",\"state\":\"SEALED\",\"requests\":12,"
                        + "\"unfinished\":3,\"completed\":6,\"failed\":1,\"rejected\":2,\"cancelled\":0,\"expired\":0,"
                        + "\"images\":7,\"expected\":20,\"firstAt\":\"1970-01-01T00:00:01Z\","
                        + "\"lastAt\":\"1970-01-01T00:00:02Z\"}");
    }

    @Test
    void says404OfALabelThatNobodyUsed() {
        held.addAll(List.of(0, 1, 2));

        Answer answer = ask("acme/summer");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry(HttpNeighbours.GROUP, "group");
    }

    @Test
    void asksTheInstanceThatHoldsThePartition() {
        BatchPage other = page(
                Set.of(),
                "there",
                (peer, target) -> page.answer(new Call(target, "", Map.of(HttpNeighbours.FORWARDED, "1"))));

        Answer answer = other.answer(call(BATCH)).toCompletableFuture().join();

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void saysToAskAgainWhileNobodyHoldsThePartition() {
        held.clear();

        assertThat(ask(BATCH).status()).isEqualTo(503);
    }

    @Test
    void refusesWhatIsNoLabel() {
        assertThatThrownBy(() -> ask("acme")).isInstanceOf(BadParameter.class);
        assertThatThrownBy(() -> ask("acme/no%20spaces"))
                .isInstanceOf(BadParameter.class)
                .hasMessageContaining("tenant/batch");
        assertThat(page.answer(new Call("/v1/batches", "", Map.of()))
                        .toCompletableFuture()
                        .join()
                        .status())
                .isEqualTo(404);
    }

    private Answer ask(String batch) {
        return page.answer(call(batch)).toCompletableFuture().join();
    }

    private static Call call(String batch) {
        return new Call(BatchPage.BATCHES + "/" + batch, "", Map.of());
    }

    /** @param holds partitions of the instance */
    private BatchPage page(Set<Integer> holds, String self, AskOther other) {
        Peers peers = () -> self.equals("here") ? List.of() : List.of(new Peer("here", Set.of(0, 1, 2)));
        return new BatchPage(
                "group",
                partition -> holds.contains(partition) ? Optional.of(store) : Optional.empty(),
                peers,
                other::ask,
                PARTITIONS);
    }

    @FunctionalInterface
    private interface AskOther {
        CompletionStage<Answer> ask(Peer peer, String target);
    }
}
