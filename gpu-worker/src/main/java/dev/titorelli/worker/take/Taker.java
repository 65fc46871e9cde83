package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.OutcomeKind;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunTally;
import dev.titorelli.worker.run.SourceRecord;
import dev.titorelli.worker.run.TakenJob;
import dev.titorelli.worker.take.Admission.Refuse;
import dev.titorelli.worker.take.TakeStage.AfterAccept;
import dev.titorelli.worker.take.TakeStage.AfterAccept.Nothing;
import dev.titorelli.worker.take.TakeStage.AfterAccept.Proceed;
import dev.titorelli.worker.take.TakeStage.Announcing;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What is said and done at each turn of a take. Kafka thread only. */
final class Taker {

    /** Who is spoken to. */
    record Voices(OutcomeWriter outcomes, DeadLetters deadLetters, RunTally tally) {}

    private final Voices voices;
    private final HeldRuns held;
    private final Identity identity;
    private final Consumer<JobRun> device;
    private final Clock clock;

    /**
     * Who takes.
     *
     * @param heartbeat counter of the last heartbeat
     */
    record Identity(String workerRun, String modelDigest, LongSupplier heartbeat) {}

    Taker(Voices voices, HeldRuns held, Identity identity, Consumer<JobRun> device, Clock clock) {
        this.voices = voices;
        this.held = held;
        this.identity = identity;
        this.device = device;
        this.clock = clock;
    }

    /** A record came into hand. */
    void taken() {
        voices.tally().count(RunTally.Turn.TAKEN);
    }

    Announcing deadLetter(SourceRecord source, Decoded.Unreadable<Job> unreadable) {
        return new Announcing(
                voices.deadLetters().write(source, unreadable.code(), unreadable.message()), new Nothing());
    }

    /** Says STARTED under the newer number when a run of the same job carries on. */
    Optional<Announcing> adopt(TakenJob taken) {
        return held.adopt(taken.job().getJobId(), taken.job().getAttempt())
                .map(run -> new Announcing(started(run), new Nothing()));
    }

    Admission admission(TakenJob taken) {
        return Admission.of(taken, identity.modelDigest(), clock.instant());
    }

    /** Holds the job from now on and says STARTED. */
    Announcing start(TakenJob taken, Admission admission) {
        JobRun run = new JobRun(taken, identity.workerRun());
        held.add(run);
        return new Announcing(started(run), new Proceed(run, admission));
    }

    void accepted(AfterAccept then) {
        if (then instanceof Proceed proceed) {
            if (proceed.admission() instanceof Refuse refuse) {
                refuse(proceed.run(), refuse);
            } else {
                device.accept(proceed.run());
            }
        }
    }

    /** The take came to nothing: the broker, or the stream app, will offer the job again. */
    void dropped(AfterAccept then, String why) {
        if (then instanceof Proceed proceed) {
            voices.outcomes().dropped(proceed.run(), why);
        }
    }

    private void refuse(JobRun run, Refuse refuse) {
        if (refuse.kind() == OutcomeKind.RETURNED) {
            voices.outcomes().returned(run, refuse.code(), refuse.message());
        } else {
            voices.outcomes().failed(run, refuse.code(), refuse.message());
        }
    }

    private CompletableFuture<?> started(JobRun run) {
        return voices.outcomes().started(run, identity.heartbeat().getAsLong());
    }
}
