package dev.titorelli.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Of the hundreds of meters of Kafka's clients the few that {@link MetricKeys#kafka} lists, without what makes new series at every
 * start: a client's id loses the random id of its process. No label is dropped: Micrometer's binding takes a meter with fewer labels
 * than Kafka's for an outdated one, and removes it.
 */
final class KafkaMeters implements MeterFilter {

    private static final Set<String> OF_A_PROCESS = Set.of("client.id", "thread.id");
    private static final Pattern PROCESS = Pattern.compile("^.*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-?");

    private final Set<String> kept =
            MetricKeys.kafka().stream().map(MetricKey::name).collect(Collectors.toUnmodifiableSet());

    private KafkaMeters() {}

    static MeterFilter bounded() {
        return new KafkaMeters();
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith(MetricKeys.KAFKA) && !kept.contains(id.getName())
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(MetricKeys.KAFKA)) {
            return id;
        }
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : id.getTagsAsIterable()) {
            tags.add(OF_A_PROCESS.contains(tag.getKey()) ? Tag.of(tag.getKey(), withoutProcess(tag.getValue())) : tag);
        }
        return id.replaceTags(tags);
    }

    private static String withoutProcess(String clientId) {
        String role = PROCESS.matcher(clientId).replaceFirst("");
        return role.isEmpty() ? "streams" : role;
    }
}
