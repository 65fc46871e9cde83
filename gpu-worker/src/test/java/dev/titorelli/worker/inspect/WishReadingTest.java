package dev.titorelli.worker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.InspectWish;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.run.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WishReadingTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final SentRecords sent = new SentRecords(true);
    private final Clock clock = Clock.fixed(Wishes.NOON, ZoneOffset.UTC);
    private final WishReading reading = new WishReading(
            AvroReader.of(Topics.INSPECT, sent.registry()), new DeadLetters(sent.sender(), "run-1", clock), clock);

    @Test
    void readsAWish() {
        InspectWish wish = Wishes.ofUri("https://example.org/a.png");

        assertThat(reading.read(record(bytes(wish)))).contains(new AskedWish(wish, TRACE));
        assertThat(sent.values(Topics.JOB_DLQ)).isEmpty();
    }

    @Test
    void passesOverAWishThatNobodyWaitsForAnyMore() {
        InspectWish old = InspectWish.newBuilder(Wishes.ofUri("https://example.org/a.png"))
                .setAt(Wishes.NOON.minus(Duration.ofMinutes(11)))
                .build();

        assertThat(reading.read(record(bytes(old)))).isEmpty();
    }

    @Test
    void buriesBytesThatAreNoWish() {
        assertThat(reading.read(record(new byte[] {1, 2, 3}))).isEmpty();
        assertThat(sent.values(Topics.JOB_DLQ)).extracting(DeadLetter::getCode).containsExactly("NOT_AVRO");
    }

    @Test
    void buriesAWishOfAnIdentityThatCantBe() {
        InspectWish odd = InspectWish.newBuilder(Wishes.ofUri("https://example.org/a.png"))
                .setTenant("../other")
                .build();

        assertThat(reading.read(record(bytes(odd)))).isEmpty();
        assertThat(sent.values(Topics.JOB_DLQ)).extracting(DeadLetter::getCode).containsExactly("BAD_IDENTITY");
    }

    private byte[] bytes(InspectWish wish) {
        return AvroWriter.of(Topics.INSPECT, "", sent.registry()).write(wish);
    }

    private static SourceRecord record(byte[] value) {
        return new SourceRecord("inspect.v1", 0, 0, null, value, TRACE);
    }
}
