package dev.titorelli.worker;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.health.AskingCheck;
import dev.titorelli.health.Health;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.take.TakeDesk;
import java.time.Duration;
import java.util.Optional;

/** Whether a worker lives and is ready. */
final class WorkerChecks implements AutoCloseable {

    /** A key that every store may be asked for; nothing has to lie there. */
    static final String ASKED_KEY = "health/ready";

    private static final int HEARTBEATS_MISSED = 3;

    private final TakeDesk desk;
    private final DevicePulse pulse;
    private final AskingCheck objects;
    private final WorkerSettings.Timing timing;

    WorkerChecks(TakeDesk desk, DevicePulse pulse, ObjectStore objects, WorkerSettings.Timing timing) {
        this.desk = desk;
        this.pulse = pulse;
        this.objects = new AskingCheck("objects", () -> objects.head(ASKED_KEY));
        this.timing = timing;
    }

    void addTo(Health health) {
        health.live("worker.kafka-loop", () -> stuck("no turn of the Kafka loop", desk.quietFor()));
        health.live("worker.device", () -> stuck("the device is at one piece of work", pulse.quietFor()));
        health.ready("worker.queues", this::queues);
        health.ready("worker.kafka", this::kafka);
        health.ready("worker.device", () -> pulse.trouble().map(FaultCode::name));
        health.ready("worker.objects", objects);
    }

    @Override
    public void close() {
        objects.close();
    }

    private Optional<String> stuck(String what, Duration quiet) {
        return quiet.compareTo(timing.stuckAfter()) > 0
                ? Optional.of(what + " for " + quiet.toSeconds() + " s")
                : Optional.empty();
    }

    /** Topics and groups were found when the worker started: else there is none. */
    private Optional<String> queues() {
        return desk.isReady() ? Optional.empty() : Optional.of("does not ask for jobs yet");
    }

    private Optional<String> kafka() {
        Duration unheard = desk.heartbeatAge();
        return unheard.compareTo(timing.heartbeat().multipliedBy(HEARTBEATS_MISSED)) > 0
                ? Optional.of("the broker has acknowledged no heartbeat for " + unheard.toSeconds() + " s")
                : Optional.empty();
    }
}
