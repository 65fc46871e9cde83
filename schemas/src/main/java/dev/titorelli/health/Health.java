package dev.titorelli.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about a program. It lives while no check says that it is stuck: a dead one is to be ended and started anew. It is ready
 * when it has started, does not drain, and no check says what keeps it from working: one that is not ready gets well by itself. Safe for
 * several threads.
 */
public final class Health {

    private final Map<String, Check> live = new LinkedHashMap<>();
    private final Map<String, Check> ready = new LinkedHashMap<>();
    private String phase = "starting";

    /** Nothing is known but that the program starts. */
    public Health() {
        ready.put("program", this::phase);
    }

    /** Adds a check of whether the program is stuck. */
    public synchronized void live(String name, Check check) {
        live.put(name, check);
    }

    /** Adds a check of whether the program can work. */
    public synchronized void ready(String name, Check check) {
        ready.put(name, check);
    }

    /** The program has started. */
    public synchronized void started() {
        phase = null;
    }

    /** The program takes nothing more and ends what it has. */
    public synchronized void draining() {
        phase = "draining";
    }

    Report liveness() {
        return Report.of(copy(live));
    }

    Report readiness() {
        return Report.of(copy(ready));
    }

    /** Checks are asked without the lock: one that hangs must not keep others from being added. */
    private synchronized Map<String, Check> copy(Map<String, Check> checks) {
        return new LinkedHashMap<>(checks);
    }

    private synchronized Optional<String> phase() {
        return Optional.ofNullable(phase);
    }
}
