package dev.titorelli.stream.request;

import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.lease.LeaseSettings;
import java.time.Duration;

/**
 * How requests are kept.
 *
 * @param defaultModel alias for requests that name no model; null without one
 * @param retention how long an ended request is remembered, so that a repetition of it is known
 * @param earlyCancelRetention how long a cancel is kept that comes before its request
 * @param timerTick how often due timers are looked for
 * @param timersATick due timers that are handled at once, so that a tick's work is bounded
 * @param inspection how inputs are inspected
 */
public record RequestSettings(
        String defaultModel,
        LeaseSettings lease,
        Duration retention,
        Duration earlyCancelRetention,
        Duration timerTick,
        int timersATick,
        InspectionSettings inspection) {

    /** The usual values around what an installation chooses. */
    public static RequestSettings of(String defaultModel, LeaseSettings lease, Duration retention) {
        return new RequestSettings(defaultModel, lease, retention, Duration.ofMinutes(10), Duration.ofSeconds(1), 100, InspectionSettings.DEFAULTS);
    }

    /** The same with other rules for inspections. */
    public RequestSettings withInspection(InspectionSettings other) {
        return new RequestSettings(
                defaultModel, lease, retention, earlyCancelRetention, timerTick, timersATick, other);
    }
}
