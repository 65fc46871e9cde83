package dev.titorelli.worker.take;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.batch.DevicePulse;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;
import org.apache.kafka.clients.consumer.Consumer;

/** Puts the worker's model into the catalogue, unless it is there already. */
final class ModelAnnouncement {

    private static final long LIMIT_SECONDS = 30;

    private ModelAnnouncement() {}

    static CatalogueEntry entry(TakeDesk.Sign sign, List<Integer> buckets, DevicePulse pulse, Clock clock) {
        return CatalogueEntry.newBuilder()
                .setAlias(sign.alias())
                .setDigest(sign.model().digest())
                .setLimits(sign.model().limits())
                .setDefaults(sign.model().defaults())
                .setBuckets(buckets.stream()
                        .map(tokens -> new ModelBucket(tokens, sign.model().maxPrefixTokens()))
                        .toList())
                .setCachingFit(sign.model().cachingFit())
                .setMeasured(MeasuredBuckets.of(buckets, pulse))
                .setAt(clock.instant())
                .build();
    }

    /**
     * Announces the entry.
     *
     * @throws CannotStart when its alias belongs to another model, also one that was announced at the same time and came first; that
     *     one's entry is then written again, so that it is the latest
     */
    static void announce(CatalogueEntry entry, TakeDesk.Lines lines) {
        Catalogue known = catalogue(lines, Catalogue.LATEST);
        if (!known.lacks(entry)) {
            MeasuredBuckets.completed(known.owner(entry.getAlias()).orElseThrow(), entry)
                    .ifPresent(completed -> send(completed, lines));
            return;
        }
        send(entry, lines);
        Catalogue now = catalogue(lines, Catalogue.FIRST);
        try {
            now.lacks(entry);
        } catch (CannotStart e) {
            send(now.owner(entry.getAlias()).orElseThrow(), lines);
            throw e;
        }
    }

    private static void send(CatalogueEntry entry, TakeDesk.Lines lines) {
        lines.sender().prepare(Topics.MODEL);
        try {
            lines.sender().send(Topics.MODEL, entry.getAlias(), entry).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while announcing the model", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotStart("the model can't be announced", e);
        }
    }

    private static Catalogue catalogue(TakeDesk.Lines lines, BinaryOperator<CatalogueEntry> choice) {
        try (Consumer<byte[], byte[]> reader = lines.clients().reader()) {
            return Catalogue.read(
                    reader, Topics.MODEL.name(lines.prefix()), AvroReader.of(Topics.MODEL, lines.registry()), choice);
        }
    }
}
