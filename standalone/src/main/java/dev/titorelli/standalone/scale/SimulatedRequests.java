package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.WaitingJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The room REQUEST: which run has the lease on a job, and when its next attempt is due. */
final class SimulatedRequests {

    private static final int MOST_ATTEMPTS = 3;
    private static final int RETURNS_AN_ATTEMPT = 5;
    private static final double BACKOFF_MS = 1_000;

    private final Events events;
    private final ScaleInput input;
    private final Commits commits;
    private final Measured measured;
    private final Tally tally;
    private final Map<QueueName, SimulatedQueue> queues = new HashMap<>();
    private final Map<String, Row> rows = new HashMap<>();
    private final Silence silence = new Silence();
    private final AnnouncedRooms rooms = new AnnouncedRooms();

    private static final class Row {
        private final PretendedJob job;
        private int attempt = 1;
        private int spent;
        private int returned;
        private PretendedRun owner;
        private long releasedNanos = -1;

        private Row(PretendedJob job) {
            this.job = job;
        }
    }

    SimulatedRequests(Events events, ScaleInput input, Measured measured, Tally tally) {
        this.events = events;
        this.input = input;
        this.commits = new Commits(events, input.kafka());
        this.measured = measured;
        this.tally = tally;
        events.in((double) input.kafka().heartbeatMs(), this::tick);
    }

    /** What workers announced, as far as it was heard. */
    AnnouncedRooms rooms() {
        return rooms;
    }

    void use(SimulatedQueue queue) {
        queues.put(queue.name(), queue);
    }

    /** A request of one job. */
    void come(PretendedJob job) {
        rows.put(job.id(), new Row(job));
        measured.comes(job);
        events.in(input.kafka().hop(), () -> commits.thenRead(() -> queue(job).enqueue(job)));
    }

    /** QUEUE says that an attempt is on its topic. */
    void released(WaitingJob job) {
        Row row = rows.get(job.jobId());
        if (row != null && row.attempt == job.attempt()) {
            row.releasedNanos = events.nowNanos();
        }
    }

    void heard(Beat beat) {
        silence.heard(beat);
        beat.queues().forEach((queue, sight) -> rooms.announce(queue, beat.worker(), sight.room()));
    }

    /** The word STARTED. */
    void started(PretendedRun run) {
        Row row = rows.get(run.job.id());
        if (row == null || row.attempt != run.attempt) {
            fence(run);
            return;
        }
        if (row.owner != null && row.owner != run) {
            fence(row.owner);
        }
        row.owner = run;
        commits.thenRead(() -> queue(run.job).started(run.job.id()));
    }

    /** The word SUCCEEDED, which counts from any attempt. */
    void succeeded(PretendedRun run) {
        Row row = rows.remove(run.job.id());
        if (row == null) {
            tally.add(Incident.DONE_TWICE);
            measured.wasted(run);
            return;
        }
        if (row.owner != null && row.owner != run) {
            fence(row.owner);
        }
        commits.thenRead(() -> queue(run.job).ended(run.job));
    }

    /** The word RETURNED. */
    void returned(PretendedJob job, int attempt) {
        tally.add(Incident.RETURNED);
        Row row = rows.get(job.id());
        if (row == null || row.attempt != attempt || row.owner != null) {
            return;
        }
        row.returned++;
        row.spent += row.returned % RETURNS_AN_ATTEMPT == 0 ? 1 : 0;
        if (isUsedUp(row)) {
            fail(row);
        } else {
            again(row, BACKOFF_MS * (0.5 + 0.5 * events.part()));
        }
    }

    /** Two heartbeats lacked the job. */
    void missed(PretendedRun run) {
        Row row = rows.get(run.job.id());
        if (row != null && row.owner == run) {
            retry(row);
        }
    }

    /** Seconds since the first job came that has not ended. */
    double oldestSeconds() {
        return rows.values().stream()
                .mapToDouble(row -> (events.nowNanos() - row.job.cameNanos()) / 1e9)
                .max()
                .orElse(0);
    }

    private void tick() {
        List<SimulatedWorker> lost = silence.tick();
        for (SimulatedWorker worker : lost) {
            rooms.forget(worker);
            leases(worker).forEach(this::retry);
        }
        queues.keySet().forEach(this::emitAgain);
        events.in((double) input.kafka().heartbeatMs(), this::tick);
    }

    private List<Row> leases(SimulatedWorker worker) {
        return rows.values().stream()
                .filter(row -> row.owner != null && row.owner.worker == worker)
                .toList();
    }

    /** What was released and not started, while a worker that asks for it gets nothing: the broker must have dropped it. */
    private void emitAgain(QueueName queue) {
        double patienceMs = 2.0 * input.broker().recordLockMs();
        if (silence.longestEmptyMs(queue) <= patienceMs) {
            return;
        }
        double before = events.nowNanos() - patienceMs * 1e6;
        List<Row> swallowed = new ArrayList<>(rows.values());
        swallowed.removeIf(row -> row.owner != null
                || row.releasedNanos < 0
                || row.releasedNanos >= before
                || !row.job.queue().equals(queue));
        swallowed.forEach(row -> {
            tally.add(Incident.EMITTED_AGAIN);
            again(row, 0);
        });
    }

    private void retry(Row row) {
        row.spent++;
        fence(row.owner);
        if (isUsedUp(row)) {
            fail(row);
        } else {
            tally.add(Incident.RETRIED);
            again(row, 0);
        }
    }

    private static boolean isUsedUp(Row row) {
        return row.spent >= MOST_ATTEMPTS;
    }

    private void fail(Row row) {
        tally.add(Incident.FAILED);
        rows.remove(row.job.id());
        commits.thenRead(() -> queue(row.job).ended(row.job));
    }

    private void again(Row row, double afterMs) {
        row.attempt++;
        row.owner = null;
        row.releasedNanos = -1;
        WaitingJob next = row.job.waiting(row.attempt);
        events.in(afterMs, () -> commits.thenRead(() -> queue(row.job).retry(next)));
    }

    private void fence(PretendedRun run) {
        tally.add(Incident.FENCED);
        commits.thenRead(() -> run.worker.stop(run));
    }

    private SimulatedQueue queue(PretendedJob job) {
        return queues.get(job.queue());
    }
}
