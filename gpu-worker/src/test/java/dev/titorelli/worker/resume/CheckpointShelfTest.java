package dev.titorelli.worker.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CheckpointShelfTest {

    private static final String PROFILE = "profile-1";
    private static final int STEPS = 30;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final CheckpointShelf shelf = new CheckpointShelf(PROFILE);

    @Test
    void findsTheNewestOfHoweverMany() {
        for (int count = 0; count < 20; count++) {
            CheckpointShelf.Found found = shelf.find(aJob(), store);
            assertThat(found.count()).isEqualTo(count);
            assertThat(found.newest().map(Checkpoint::step).orElse(0)).isEqualTo(count);
            assertThat(shelf.put(aJob(), at(count + 1), count, store)).isEqualTo(count + 1);
        }
    }

    @Test
    void leavesThoseOfAnotherProfileAndCountsThem() {
        new CheckpointShelf("profile-2").put(aJob(), of("profile-2", 3), 0, store);
        assertThat(shelf.find(aJob(), store).newest()).isEmpty();
        assertThat(shelf.find(aJob(), store).count()).isEqualTo(1);
    }

    @Test
    void findsItsOwnBehindThoseOfAnotherProfile() {
        shelf.put(aJob(), at(2), 0, store);
        new CheckpointShelf("profile-2").put(aJob(), of("profile-2", 3), 1, store);
        assertThat(shelf.find(aJob(), store).newest()).map(Checkpoint::step).contains(2);
    }

    @Test
    void goesBackToTheOneBeforeABrokenOne() {
        shelf.put(aJob(), at(2), 0, store);
        putUnder(2, "no checkpoint".getBytes(StandardCharsets.US_ASCII));
        CheckpointShelf.Found found = shelf.find(aJob(), store);
        assertThat(found.newest()).map(Checkpoint::step).contains(2);
        assertThat(found.count()).isEqualTo(2);
    }

    @Test
    void refusesThoseOfAnotherJobProfileOrNumberOfSteps() {
        putUnder(1, CheckpointFile.write(new Checkpoint("0".repeat(64), PROFILE, 1, STEPS, new float[2])));
        putUnder(2, CheckpointFile.write(of("profile-2", 1)));
        putUnder(3, CheckpointFile.write(new Checkpoint(aJob().getJobDigest(), PROFILE, 1, STEPS + 1, new float[2])));
        assertThat(shelf.find(aJob(), store)).isEqualTo(new CheckpointShelf.Found(Optional.empty(), 3));
    }

    @Test
    void passesOverNumbersThatAreTakenAndKnowsItsOwn() {
        putUnder(1, new byte[] {1});
        putUnder(2, new byte[] {2});
        assertThat(shelf.put(aJob(), at(1), 0, store)).isEqualTo(3);
        assertThat(shelf.put(aJob(), at(1), 2, store)).isEqualTo(3);
    }

    @Test
    void removesAllOfThem() {
        for (int count = 0; count < 5; count++) {
            shelf.put(aJob(), at(count + 1), count, store);
        }
        shelf.remove(aJob(), 5, store);
        assertThat(shelf.find(aJob(), store).count()).isZero();
    }

    @Test
    void removesThoseTooThatAnotherRunHasPutBehind() {
        for (int count = 0; count < 5; count++) {
            shelf.put(aJob(), at(count + 1), count, store);
        }
        shelf.remove(aJob(), 2, store);
        assertThat(shelf.find(aJob(), store).count()).isZero();
    }

    private void putUnder(int number, byte[] file) {
        Job job = aJob();
        store.putIfAbsent(
                ObjectKeys.checkpoint(job.getTenant(), job.getJobDigest(), number),
                file,
                new ObjectMetadata("text/plain", Sha256.of(file), new TreeMap<>(Map.of("profile-digest", PROFILE))));
    }

    /** A job of many steps. */
    private static Job aJob() {
        return Job.newBuilder(TestJobs.aJob()).setSteps(STEPS).build();
    }

    private static Checkpoint at(int step) {
        return new Checkpoint(aJob().getJobDigest(), PROFILE, step, STEPS, new float[] {step, 0});
    }

    private static Checkpoint of(String profile, int step) {
        return new Checkpoint(aJob().getJobDigest(), profile, step, STEPS, new float[2]);
    }
}
