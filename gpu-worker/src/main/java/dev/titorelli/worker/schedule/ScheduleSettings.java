package dev.titorelli.worker.schedule;

import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * How the device is shared.
 *
 * @param bulkShare the part of device time that BULK gets at least while INTERACTIVE has work too: 0 to below 1
 * @param slice how long a slice may take, as far as its work can be cut: about as long as an INTERACTIVE job may wait
 * @param ride by which part a step may take longer because others ride along: BULK rows on an INTERACTIVE step, any rows
 *     on a step that is longer than a slice as it is
 * @param rows how many rows a step may have, by bucket
 */
public record ScheduleSettings(double bulkShare, Duration slice, double ride, IntUnaryOperator rows) {

    public ScheduleSettings {
        if (!(bulkShare >= 0 && bulkShare < 1)) {
            throw new IllegalArgumentException("bulkShare " + bulkShare + ": allowed is 0 to below 1");
        }
        if (slice.isNegative() || slice.isZero()) {
            throw new IllegalArgumentException("slice " + slice + ": allowed is above 0");
        }
        if (!(ride >= 0)) {
            throw new IllegalArgumentException("ride " + ride + ": allowed is 0 and above");
        }
    }

    /** A tenth for BULK, slices of 200 ms, no step more than 5 % longer for riders. */
    public static ScheduleSettings of(IntUnaryOperator rows) {
        return of(Duration.ofMillis(200), rows);
    }

    /** The same with slices of another length. */
    public static ScheduleSettings of(Duration slice, IntUnaryOperator rows) {
        return new ScheduleSettings(0.1, slice, 0.05, rows);
    }
}
