package dev.titorelli.worker.batch;

import dev.titorelli.worker.schedule.SliceKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the device's time went to, whatever became of the runs. Any thread. */
final class DeviceTimes {

    private final Map<SliceKind, LongAdder> nanos = new EnumMap<>(SliceKind.class);

    DeviceTimes() {
        for (SliceKind kind : SliceKind.values()) {
            nanos.put(kind, new LongAdder());
        }
    }

    void add(SliceKind kind, long took) {
        nanos.get(kind).add(took);
    }

    Duration of(SliceKind kind) {
        return Duration.ofNanos(nanos.get(kind).sum());
    }
}
