package dev.titorelli.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives our own meters the meaning that {@link MetricKeys} has for them, so that {@code /metrics} explains itself. */
final class MeterHelp implements MeterFilter {

    private final Map<String, String> meanings =
            MetricKeys.own().stream().collect(Collectors.toUnmodifiableMap(MetricKey::name, MetricKey::meaning));

    @Override
    public Meter.Id map(Meter.Id id) {
        String meaning = meanings.get(id.getName());
        return meaning == null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), meaning, id.getType());
    }
}
