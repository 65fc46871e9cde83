package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.PutResult.Created;
import dev.titorelli.worker.object.PutResult.Exists;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store keeps to. */
abstract class ObjectStoreContract {

    private static final String KEY = "images/acme/r-1/image/0-0123456789ab.png";

    /** An empty store. */
    abstract ObjectStore store();

    /** The same store as another process, or a later one, sees it. */
    abstract ObjectStore reopened();

    @Test
    void findsWhatWasWritten() {
        assertThat(put("picture")).isEqualTo(new Created());
        assertThat(store().get(KEY)).hasValueSatisfying(stored -> {
            assertThat(stored.bytes()).isEqualTo(bytes("picture"));
            assertThat(stored.metadata()).isEqualTo(metadata("picture"));
        });
        assertThat(store().head(KEY)).contains(metadata("picture"));
    }

    @Test
    void hasNothingUnderAKeyNeverWritten() {
        assertThat(store().get(KEY)).isEmpty();
        assertThat(store().head(KEY)).isEmpty();
    }

    @Test
    void keepsTheFirstObjectAndTellsItsMetadata() {
        put("first");
        assertThat(put("second")).isEqualTo(new Exists(metadata("first")));
        assertThat(store().get(KEY).orElseThrow().bytes()).isEqualTo(bytes("first"));
    }

    @Test
    void findsEverythingAgainAfterARestart() {
        put("picture");
        assertThat(reopened().head(KEY)).contains(metadata("picture"));
        assertThat(reopened().get(KEY).orElseThrow().bytes()).isEqualTo(bytes("picture"));
    }

    @Test
    void givesRacingWritersOneWinnerWhoseMetadataIsKept() throws Exception {
        for (int round = 0; round < 15; round++) {
            String key = "images/acme/race/image/" + round + ".png";
            List<PutResult> results = race(key, 8);
            assertThat(results).filteredOn(Created.class::isInstance).hasSize(1);
            String winner = "writer " + results.indexOf(new Created());
            assertThat(results).filteredOn(Exists.class::isInstance).containsOnly(new Exists(metadata(winner)));
            assertThat(store().get(key).orElseThrow().bytes()).isEqualTo(bytes(winner));
        }
    }

    @Test
    void refusesMetadataOfOtherBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().putIfAbsent(KEY, bytes("picture"), metadata("another")));
        assertThat(store().head(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "a/../../b", "a//b", "a/./b", ".metadata/x", "a\nb", "a\\b", "a/", "ä"})
    void refusesAKeyThatCouldLeaveTheStore(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store().get(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store().head(key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().putIfAbsent(key, bytes("picture"), metadata("picture")));
    }

    @Test
    void removesWhatIsOfUseForAWhile() {
        store().putIfAbsent("checkpoints/acme/1/1", bytes("one"), metadata("one"));
        store().putIfAbsent("checkpoints/acme/1/2", bytes("two"), metadata("two"));
        store().remove("checkpoints/acme/1/1");
        assertThat(reopened().head("checkpoints/acme/1/1")).isEmpty();
        assertThat(reopened().head("checkpoints/acme/1/2")).contains(metadata("two"));
        store().remove("checkpoints/acme/1/1");
        store().putIfAbsent("checkpoints/acme/1/1", bytes("other"), metadata("other"));
        assertThat(store().get("checkpoints/acme/1/1").orElseThrow().metadata()).isEqualTo(metadata("other"));
    }

    @Test
    void removesAPointerToAPicture() {
        store().putIfAbsent("digests/acme/1-2", bytes("one"), metadata("one"));
        store().remove("digests/acme/1-2");
        store().putIfAbsent("digests/acme/1-2", bytes("two"), metadata("two"));
        assertThat(reopened().get("digests/acme/1-2").orElseThrow().bytes()).isEqualTo(bytes("two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "inputs/acme/0", "checkpoints", "checkpoints/../images/acme/0"})
    void neverRemovesAPicture(String key) {
        put("picture");
        assertThatIllegalArgumentException().isThrownBy(() -> store().remove(key));
        assertThat(store().head(KEY)).contains(metadata("picture"));
    }

    private List<PutResult> race(String key, int writers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Callable<PutResult>> calls = IntStream.range(0, writers)
                    .mapToObj(i -> (Callable<PutResult>) () -> {
                        start.await();
                        return reopened().putIfAbsent(key, bytes("writer " + i), metadata("writer " + i));
                    })
                    .toList();
            List<Future<PutResult>> futures =
                    calls.stream().map(threads::submit).toList();
            start.countDown();
            List<PutResult> results = new java.util.ArrayList<>();
            for (Future<PutResult> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private PutResult put(String text) {
        return store().putIfAbsent(KEY, bytes(text), metadata(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ObjectMetadata metadata(String text) {
        return new ObjectMetadata("image/png", Sha256.of(text), new TreeMap<>(Map.of("of", text, "seed", "7")));
    }
}
