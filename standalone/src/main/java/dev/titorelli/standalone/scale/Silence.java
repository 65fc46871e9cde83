package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the ticks in which a worker was not heard. */
final class Silence {

    private static final int LOST_AFTER_TICKS = 3;

    private final Map<SimulatedWorker, Pulse> pulses = new HashMap<>();

    private static final class Pulse {
        private Beat last;
        private boolean heard;
        private int silentTicks;
    }

    void heard(Beat beat) {
        Pulse pulse = pulses.computeIfAbsent(beat.worker(), worker -> new Pulse());
        pulse.last = beat;
        pulse.heard = true;
    }

    /** Those who are lost from this tick on. */
    List<SimulatedWorker> tick() {
        List<SimulatedWorker> lost = new ArrayList<>();
        pulses.forEach((worker, pulse) -> {
            pulse.silentTicks = pulse.heard ? 0 : pulse.silentTicks + 1;
            pulse.heard = false;
            if (pulse.silentTicks == LOST_AFTER_TICKS) {
                lost.add(worker);
            }
        });
        lost.forEach(pulses::remove);
        return lost;
    }

    /** The longest time for which one who is heard has polled the queue and got nothing. */
    double longestEmptyMs(QueueName queue) {
        return pulses.values().stream()
                .map(pulse -> pulse.last.queues().get(queue))
                .filter(sight -> sight != null)
                .mapToDouble(Beat.Sight::emptyMs)
                .max()
                .orElse(0);
    }
}
