package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.OutcomeKind;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HaltPoint;
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
import dev.titorelli.worker.take.TakeStage.Waiting;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What is said and done at each turn of a take. Kafka thread only. */
final class Taker {

    /** What it holds, and in which memory. */
    record Hands(HeldRuns held, JobMemory memory) {}

    /** Who is spoken to. */
    record Voices(OutcomeWriter outcomes, DeadLetters deadLetters, RunTally tally) {}

    private final Voices voices;
    private final Hands hands;
    private final Identity identity;
    private final Consumer<JobRun> device;
    private final Clock clock;

    /**
     * Who takes.
     *
     * @param heartbeat counter of the last heartbeat
     */
    record Identity(String workerRun, Admission.Made model, LongSupplier heartbeat) {}

    Taker(Voices voices, Hands hands, Identity identity, Consumer<JobRun> device, Clock clock) {
        this.voices = voices;
        this.hands = hands;
        this.identity = identity;
        this.device = device;
        this.clock = clock;
    }

    /** A record came into hand. */
    void taken() {
        HaltPoint.AFTER_TAKE.reached();
        voices.tally().count(RunTally.Turn.TAKEN);
    }

    Announcing deadLetter(SourceRecord source, Decoded.Unreadable<Job> unreadable) {
        return new Announcing(
                voices.deadLetters().write(source, unreadable.code(), unreadable.message()), new Nothing());
    }

    /** Says STARTED under the newer number when a run of the same job carries on. */
    Optional<Announcing> adopt(TakenJob taken) {
        return hands.held()
                .adopt(taken.job().getJobId(), taken.job().getAttempt())
                .map(run -> new Announcing(started(run), new Nothing()));
    }

    /** A job that was read, with the memory that it takes. */
    Waiting read(TakenJob taken) {
        return new Waiting(taken, hands.memory().needed(taken.job()));
    }

    /** Starts a job that there is room for, or one that can't be done; empty while it has to wait. */
    Optional<Announcing> admit(Waiting waiting, boolean room) {
        Admission admission = admission(waiting);
        if (admission instanceof Refuse refuse) {
            return Optional.of(refuse(waiting.taken(), refuse));
        }
        return room
                ? hands.memory()
                        .admit(waiting.taken().job(), waiting.bytes())
                        .map(release -> start(waiting.taken(), admission, release))
                : Optional.empty();
    }

    /** Says STARTED, and once that is accepted the refusal. */
    Announcing refuse(TakenJob taken, Refuse refuse) {
        return start(taken, refuse, () -> {});
    }

    private Admission admission(Waiting waiting) {
        Admission admission = Admission.of(waiting.taken(), identity.model(), clock.instant());
        return admission instanceof Refuse
                ? admission
                : hands.memory()
                        .refusal(waiting.bytes())
                        .map(Admission::tooLarge)
                        .orElse(admission);
    }

    /** Holds the job from now on and says STARTED. */
    private Announcing start(TakenJob taken, Admission admission, Runnable release) {
        JobRun run = new JobRun(taken, identity.workerRun());
        hands.held().add(run, release);
        return new Announcing(started(run), new Proceed(run, admission));
    }

    void accepted(AfterAccept then) {
        if (then instanceof Proceed proceed) {
            if (proceed.admission() instanceof Refuse refuse) {
                end(proceed.run(), refuse);
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

    private void end(JobRun run, Refuse refuse) {
        if (refuse.kind() == OutcomeKind.RETURNED) {
            voices.outcomes().returned(run, refuse.code(), refuse.message());
        } else {
            voices.outcomes().failed(run, refuse.code(), refuse.message());
        }
    }

    private CompletableFuture<?> started(JobRun run) {
        return voices.outcomes()
                .started(run, identity.heartbeat().getAsLong())
                .thenRun(HaltPoint.AFTER_STARTED::reached);
    }
}
