package dev.titorelli.worker.inspect;

import dev.titorelli.InspectWish;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.RequestId;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.Written;
import dev.titorelli.worker.run.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes wishes of records; what is none becomes a dead letter. For one thread, which may wait for the registry. */
final class WishReading {

    private static final Logger log = LoggerFactory.getLogger(WishReading.class);

    /** By then the stream app has asked again or given up, so nobody waits; a group that is new finds a week of them. */
    private static final Duration STALE = Duration.ofMinutes(10);

    private final AvroReader<InspectWish> reader;
    private final DeadLetters deadLetters;
    private final Clock clock;

    WishReading(AvroReader<InspectWish> reader, DeadLetters deadLetters, Clock clock) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** The wish to fulfil; none when it can't be read, or not now, or is stale. */
    Optional<AskedWish> read(SourceRecord record) {
        Decoded<InspectWish> decoded = reader.read(record.value());
        if (decoded instanceof Decoded.Value<InspectWish> read) {
            return wanted(record, read.value());
        }
        if (decoded instanceof Decoded.Unreadable<InspectWish> unreadable) {
            Written.orLog(deadLetters.write(record, unreadable.code(), unreadable.message()));
        } else if (decoded instanceof Decoded.NotYet<InspectWish> notYet) {
            log.atWarn()
                    .addKeyValue("offset", record.offset())
                    .log("an inspection is left to be asked again: {}", notYet.message());
        }
        return Optional.empty();
    }

    private Optional<AskedWish> wanted(SourceRecord record, InspectWish wish) {
        if (!isNamed(wish)) {
            Written.orLog(deadLetters.write(record, FaultCode.BAD_IDENTITY.name(), "the inspection names no request"));
            return Optional.empty();
        }
        Instant stale = clock.instant().minus(STALE);
        return Optional.of(new AskedWish(wish, record.traceparent()))
                .filter(asked -> !asked.wish().getAt().isBefore(stale));
    }

    private static boolean isNamed(InspectWish wish) {
        return RequestId.isTenant(wish.getTenant())
                && RequestId.isId(wish.getRequestId())
                && JobId.isStageName(wish.getStage());
    }
}
