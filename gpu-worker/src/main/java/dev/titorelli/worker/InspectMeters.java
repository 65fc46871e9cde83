package dev.titorelli.worker;

import dev.titorelli.metrics.MetricKeys;
import dev.titorelli.worker.inspect.InspectDesk;
import dev.titorelli.worker.inspect.InspectTally;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts what a worker inspects. The series of what is found is there from the start, so that a rate has a beginning. */
final class InspectMeters implements InspectTally {

    private final MeterRegistry meters;

    private InspectMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    static void watch(InspectDesk desk, MeterRegistry meters) {
        InspectMeters tally = new InspectMeters(meters);
        tally.inspected("found");
        Gauge.builder(MetricKeys.INSPECTIONS_HELD.name(), desk, InspectDesk::waiting)
                .tag("what", "waiting")
                .register(meters);
        Gauge.builder(MetricKeys.INSPECTIONS_HELD.name(), desk, InspectDesk::running)
                .tag("what", "running")
                .register(meters);
        desk.tally(tally);
    }

    @Override
    public void inspected(String result, long nanos) {
        inspected(result).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer inspected(String result) {
        return meters.timer(MetricKeys.INSPECTIONS.name(), "result", result);
    }
}
