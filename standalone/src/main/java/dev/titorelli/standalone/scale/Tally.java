package dev.titorelli.standalone.scale;

import java.util.EnumMap;
import java.util.Map;

/** Counts incidents. */
final class Tally {

    private final Map<Incident, Long> counts = new EnumMap<>(Incident.class);

    Tally() {
        for (Incident incident : Incident.values()) {
            counts.put(incident, 0L);
        }
    }

    void add(Incident incident) {
        counts.merge(incident, 1L, Long::sum);
    }

    /** All of them, in their order. */
    Map<Incident, Long> counts() {
        return new EnumMap<>(counts);
    }
}
