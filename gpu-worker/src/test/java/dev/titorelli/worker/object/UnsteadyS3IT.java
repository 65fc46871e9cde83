package dev.titorelli.worker.object;

import static dev.titorelli.worker.object.ObjectStoreContract.bytes;
import static dev.titorelli.worker.object.ObjectStoreContract.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.UnsteadyDoor.Mood;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UnsteadyS3IT {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(25); // a busy machine

    @TempDir
    private Path directory;

    private LocalS3 s3;
    private UnsteadyDoor door;
    private S3ObjectStore store;
    private S3ObjectStore patient;

    @BeforeEach
    void start() throws Exception {
        s3 = LocalS3.startWithoutSignatures(directory);
        door = new UnsteadyDoor(s3.port());
        Map<String, String> settings = s3.settings("run", door.port());
        settings.put("objects.timeout.ms", Long.toString(LIMIT.toMillis()));
        settings.put("objects.attempt.timeout.ms", "1500");
        store = new S3ObjectStore(S3Settings.read(settings));
        patient = new S3ObjectStore(S3Settings.read(s3.settings("run", door.port())));
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        patient.close();
        door.close();
        s3.stop();
    }

    @ParameterizedTest
    @EnumSource(names = {"SAYS_503", "SILENT"})
    void isUnavailableInTimeAndThenRecovers(Mood mood) {
        patient.putIfAbsent("before", bytes("before"), metadata("before"));
        door.become(mood);
        requireUnavailable(() -> store.putIfAbsent("a", bytes("a"), metadata("a")));
        requireUnavailable(() -> store.get("before"));
        requireUnavailable(() -> store.head("before"));

        door.become(Mood.OPEN);

        assertThat(patient.putIfAbsent("b", bytes("b"), metadata("b"))).isEqualTo(new PutResult.Created());
        assertThat(patient.head("before")).contains(metadata("before"));
    }

    @Test
    void knowsItsOwnObjectWhenTheAnswerWasLost() {
        door.become(Mood.LOSES_FIRST_ANSWER);

        assertThat(patient.putIfAbsent("a", bytes("a"), metadata("a"))).isEqualTo(new PutResult.Created());
        assertThat(patient.putIfAbsent("a", bytes("a"), metadata("a"))).isEqualTo(new PutResult.Exists(metadata("a")));
    }

    @Test
    void triesAgainWhileAnotherWriterIsAtWork() {
        door.become(Mood.SAYS_409_TWICE);

        assertThat(patient.putIfAbsent("a", bytes("a"), metadata("a"))).isEqualTo(new PutResult.Created());
    }

    @Test
    void isUnavailableWhenAnotherWriterDoesNotEnd() {
        door.become(Mood.SAYS_409);

        requireUnavailable(() -> store.putIfAbsent("a", bytes("a"), metadata("a")));
    }

    @Test
    void isUnavailableInTimeWhenALargeBodyIsNotTaken() {
        byte[] large = new byte[12 << 20];
        ObjectMetadata metadata =
                new ObjectMetadata("image/png", Sha256.of(large), metadata("a").user());
        door.become(Mood.SILENT);
        requireUnavailable(() -> store.putIfAbsent("large", large, metadata));
    }

    @Test
    void isUnavailableWhenNobodyListens() throws Exception {
        door.close();
        requireUnavailable(() -> store.get("a"));
    }

    @Test
    void checkTellsAStoreThatIsSilentFromOneThatRefuses() {
        door.become(Mood.SAYS_503);
        requireUnavailable(store::check);
    }

    @Test
    void checkRefusesAStoreThatIgnoresConditions() {
        door.become(Mood.LOSES_CONDITIONS);
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(patient::check)
                .withMessageContaining("If-None-Match")
                .withMessageContaining("s3://pictures/run");
    }

    private static void requireUnavailable(Runnable call) {
        long start = System.nanoTime();
        assertThatExceptionOfType(ObjectStoreUnavailableException.class).isThrownBy(call::run);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.plus(SLACK));
    }
}
