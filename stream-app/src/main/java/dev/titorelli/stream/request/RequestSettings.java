package dev.titorelli.stream.request;

import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.lease.LeaseSettings;
import java.time.Duration;

/**
 * How requests are kept.
 *
 * @param defaultModel alias for requests that name no model; null without one
 * @param retention how long ended requests are remembered
 * @param earlyCancelRetention how long a cancel is kept that comes before its request
 * @param timerTick how often due timers are looked for
 * @param tickTime how long the work of a tick may take, so that what comes meanwhile does not wait for longer
 * @param inspection how inputs are inspected
 */
public record RequestSettings(
        String defaultModel,
        LeaseSettings lease,
        RetentionSettings retention,
        Duration earlyCancelRetention,
        Duration timerTick,
        Duration tickTime,
        InspectionSettings inspection) {

    /** The usual values around what an installation chooses. */
    public static RequestSettings of(String defaultModel, LeaseSettings lease, RetentionSettings retention) {
        return new RequestSettings(
                defaultModel,
                lease,
                retention,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                InspectionSettings.DEFAULTS);
    }

    /** The same with other rules for inspections. */
    public RequestSettings withInspection(InspectionSettings other) {
        return new RequestSettings(defaultModel, lease, retention, earlyCancelRetention, timerTick, tickTime, other);
    }
}
