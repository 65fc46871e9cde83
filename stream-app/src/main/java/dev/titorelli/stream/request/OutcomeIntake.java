package dev.titorelli.stream.request;

import dev.titorelli.DeadLetter;
import dev.titorelli.EventImage;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import dev.titorelli.stream.lease.LeaseRules;
import dev.titorelli.stream.lease.Verdict;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import java.util.Map;
import java.util.Optional;

/** Takes a worker's word about a run of a job. */
final class OutcomeIntake {

    private static final int NOTICES = 50;

    private final Room room;
    private final Teller teller;
    private final JobDispatch dispatch;
    private final StageProgress progress;
    private final Attempts attempts;

    OutcomeIntake(Room room, Teller teller, JobDispatch dispatch, StageProgress progress, Attempts attempts) {
        this.room = room;
        this.teller = teller;
        this.dispatch = dispatch;
        this.progress = progress;
        this.attempts = attempts;
    }

    void take(Arrived<Outcome> arrived) {
        Outcome outcome = arrived.value();
        if (!RunWords.areSound(outcome)) {
            bury(arrived);
            return;
        }
        String request = outcome.getTenant() + "/" + outcome.getRequestId();
        Optional<RequestRow> header = room.requests().header(request);
        Optional<JobRow> job = room.jobs().find(outcome.getJobId()).filter(row -> row.getJobId()
                .startsWith(request + "/"));
        if (header.isPresent() && job.isPresent()) {
            follow(LeaseRules.verdict(job.get(), outcome), header.get(), job.get(), outcome);
        } else if (outcome.getKind() == OutcomeKind.STARTED) {
            fenceRun(outcome, arrived.traceparent());
        }
    }

    private void bury(Arrived<Outcome> arrived) {
        DeadLetter letter = DeadLetters.about(
                arrived,
                FaultCode.BAD_IDENTITY,
                "the outcome names no job of its request, no run of a worker, or a picture of endless texts",
                Map.of(),
                room.nowMs());
        room.outbox().send(Destination.OUTCOME_DLQ, DeadLetters.keyText(arrived.key()), letter, arrived.traceparent());
    }

    private void follow(Verdict verdict, RequestRow header, JobRow job, Outcome outcome) {
        if (verdict instanceof Verdict.FenceStranger) {
            fenceRun(outcome, header.getTraceparent());
        } else if (verdict instanceof Verdict.Own own) {
            lease(header, job, outcome, own);
        } else if (verdict instanceof Verdict.FirstStep) {
            run(header, job);
        } else if (verdict instanceof Verdict.Succeed succeed) {
            succeed(header, job, outcome, succeed);
        } else if (verdict instanceof Verdict.Fail fail) {
            notice(header, outcome);
            attempts.fail(header, job, fail.failure());
        } else if (verdict instanceof Verdict.Retry retry) {
            boolean returned = outcome.getKind() == OutcomeKind.RETURNED;
            job.setReturned(job.getReturned() + (returned ? 1 : 0));
            attempts.retry(header, job, retry.failure(), retry.costs());
        }
    }

    private void fenceRun(Outcome outcome, String traceparent) {
        dispatch.fence(
                outcome.getJobId(), outcome.getAttempt(), outcome.getWorkerRun(), "it has no lease", traceparent);
    }

    private void lease(RequestRow header, JobRow job, Outcome outcome, Verdict.Own own) {
        own.superseded()
                .ifPresent(run -> dispatch.fence(
                        job.getJobId(), job.getAttempt(), run, "another run has begun", header.getTraceparent()));
        JobStanding before = job.getStanding();
        job.setStanding(JobStanding.STARTED);
        job.setWorkerRun(outcome.getWorkerRun());
        job.setHeartbeat(outcome.getHeartbeat());
        job.setStartedAt(room.nowMs());
        room.jobs().put(job, before);
        dispatch.tellQueue(header, job, QueueRecordKind.STARTED);
    }

    private void run(RequestRow header, JobRow job) {
        JobStanding before = job.getStanding();
        job.setStanding(JobStanding.RUNNING);
        room.jobs().put(job, before);
        if (RequestState.stored(header.getState()) instanceof RequestState.Idle idle) {
            teller.send(header, teller.enter(header, idle.run()));
            room.requests().put(header);
        }
    }

    private void succeed(RequestRow header, JobRow job, Outcome outcome, Verdict.Succeed succeed) {
        if (succeed.fenceOthers()) {
            dispatch.fence(job.getJobId(), job.getAttempt(), "", "the picture exists", header.getTraceparent());
            dispatch.tellQueue(header, job, QueueRecordKind.WITHDRAW);
        } else {
            dispatch.tellDone(header, job, outcome.getLedger());
        }
        room.jobs().delete(job);
        String request = RequestRows.key(header);
        room.requests().putImage(request, image(job, outcome, seed(request, job)));
        notice(header, outcome);
        StageRow stage = StageRows.find(header, job.getStage());
        stage.setDone(stage.getDone() + 1);
        progress.advance(header);
    }

    private long seed(String request, JobRow job) {
        if (job.getSeed() != null) {
            return job.getSeed();
        }
        return room.requests().plan(request, job.getStage()).first().getSeed() + job.getIndex();
    }

    private static EventImage image(JobRow job, Outcome outcome, long seed) {
        return EventImage.newBuilder()
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setImage(outcome.getImage())
                .setSeed(seed)
                .setJobDigest(outcome.getJobDigest())
                .setPixelDigest(outcome.getPixelDigest())
                .setProfileDigest(outcome.getProfileDigest())
                .setAttempt(outcome.getAttempt())
                .setLedger(outcome.getLedger())
                .build();
    }

    private static void notice(RequestRow header, Outcome outcome) {
        outcome.getNotices().stream()
                .limit(NOTICES)
                .map(Brief::notice)
                .filter(notice -> !header.getNotices().contains(notice))
                .limit(Math.max(0, NOTICES - header.getNotices().size()))
                .forEach(header.getNotices()::add);
    }
}
