package dev.titorelli.standalone.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long file: what is in memory depends on the window alone, but for a bit a line. {@code -Dbatch.lines=1000000} for a million. */
class MillionLinesTest {

    private static final int LINES = Integer.getInteger("batch.lines", 100_000);
    private static final int WINDOW = 500;

    @TempDir
    private Path folder;

    private int mostUnfinished;
    private int mostAskedFor;

    @Test
    void holdsNoMoreRequestsThanTheWindowIsWide() throws IOException {
        BatchFile file = BatchFile.of(file());
        BatchPlan plan = new BatchPlan("acme", "million", "BULK", null, WINDOW);

        Result result;
        try (BatchFolder own = BatchFolder.open(folder.resolve("out"), plan, file)) {
            result = BatchRun.run(
                    file,
                    plan,
                    own,
                    new BatchRun.Surroundings(new Painter(), (id, images) -> List.of(), Clock.systemUTC()),
                    totals -> mostUnfinished = Math.max(mostUnfinished, totals.unfinished()));
        }

        assertThat(result.count(LineEnd.COMPLETED)).isEqualTo(LINES);
        assertThat(mostUnfinished).isLessThanOrEqualTo(WINDOW);
        assertThat(mostAskedFor).as("asked for beforehand").isLessThanOrEqualTo(WINDOW);
    }

    @Test
    void takesAtMost32BytesForAnIdHoweverLongItIs() {
        UsedIds ids = new UsedIds();
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.add("an-id-of-its-own-that-is-rather-long-" + i)).isTrue();
        }

        assertThat(ids.places() * 8L).isLessThanOrEqualTo(32L * 100_000);
        assertThat(ids.add("an-id-of-its-own-that-is-rather-long-99999")).isFalse();
    }

    private Path file() throws IOException {
        Path file = folder.resolve("long.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                writer.write("{\"stages\":[{\"prompt\":\"a\"}]}\n");
            }
        }
        return file;
    }

    /** Paints at once, and remembers nothing. */
    private final class Painter implements Gateway {

        private final List<Event> untold = new ArrayList<>();
        private int asked;

        @Override
        public void send(List<GenerationRequest> requests) {
            assertThat(requests).hasSizeLessThanOrEqualTo(WINDOW);
            requests.forEach(request -> untold.add(Event.newBuilder()
                    .setKind(EventKind.COMPLETED)
                    .setTenant(request.getTenant())
                    .setRequestId(request.getRequestId())
                    .setSequence(1)
                    .setAt(Instant.EPOCH)
                    .build()));
        }

        @Override
        public Optional<QueriedRequest> find(RequestId request) {
            mostAskedFor = Math.max(mostAskedFor, ++asked);
            return Optional.empty();
        }

        @Override
        public List<Event> poll(Duration patience) {
            List<Event> told = List.copyOf(untold);
            untold.clear();
            return told;
        }

        @Override
        public void seal(RequestId batch, long expected) {
            assertThat(expected).isEqualTo(LINES);
        }

        @Override
        public void close() {}
    }
}
