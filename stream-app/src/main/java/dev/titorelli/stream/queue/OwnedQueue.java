package dev.titorelli.stream.queue;

import dev.titorelli.QueueRecord;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.QueueRows.Sendable;
import dev.titorelli.stream.row.QueueRow;
import java.util.Optional;

/**
 * One queue that this task owns: the rules of {@link FairQueue}, with a row for each job, so that another process goes on
 * where this one stops. A job that is sent on in the transaction in which it came never has a row of a waiting one.
 */
final class OwnedQueue {

    private final QueueName queue;
    private final String name;
    private final QueueSite site;
    private final FairQueue fair;
    private final QueueCosts costs;
    private final StageAdmission admission;
    private final LinePlaces places;
    private final Purges purges;
    private final LateEnqueues late = new LateEnqueues();
    private boolean kept = true;

    OwnedQueue(QueueName queue, QueueSite site, QueueRow row) {
        this.queue = queue;
        this.name = queue.toString();
        this.site = site;
        this.fair = new FairQueue(site.policy());
        this.costs = new QueueCosts(name, site.workers(), new Calibration(row.getUsedMs(), row.getNominalMs()));
        this.admission = new StageAdmission(fair);
        this.places = new LinePlaces(name, fair, site);
        this.purges = new Purges(name, site, row.getPurges());
        fair.restore(row.getCredits());
        row.getPausedTenants().forEach(fair.pauses()::pause);
        if (row.getPaused()) {
            fair.pauses().pauseAll();
        }
    }

    /** A job waits since before this process began. */
    void restoreWaiting(WaitingJob job) {
        if (!purges.takes(job)) {
            fair.restore(job, false);
            places.restored(job, fair.waiting(job.tenant()));
        }
    }

    /** A job was released before this process began, and has not ended. */
    void restoreReleased(WaitingJob job) {
        fair.restore(job, true);
        changed();
    }

    /** Takes a sound ENQUEUE. One that came before, or that a later attempt has overtaken, changes nothing. */
    void enqueue(QueueRecord word, String traceparent) {
        Sendable coming = new Sendable(word.getJob(), traceparent);
        if (isKnown(word) || late.isUnwanted(word.getJobId(), word.getAttempt())) {
            return;
        }
        switch (admission.admit(word.getJob(), word.getStageJobs())) {
            case ADMITTED -> admit(word, coming);
            case REFUSED ->
                site.answers()
                        .refuse(
                                coming.job(),
                                FaultCode.QUEUE_FULL,
                                costs.retryAfterMs(fair.backlogMs(word.getTenant())),
                                traceparent);
            case REFUSED_BEFORE -> {}
        }
    }

    private boolean isKnown(QueueRecord word) {
        return fair.waitingJob(word.getTenant(), word.getJobId())
                .or(() -> fair.releasedJob(word.getJobId()))
                .filter(known -> known.attempt() >= word.getAttempt())
                .isPresent();
    }

    private void admit(QueueRecord word, Sendable coming) {
        drop(word);
        WaitingJob job = new WaitingJob(
                word.getJobId(),
                word.getTenant(),
                word.getAttempt(),
                NominalCost.ms(coming.job()),
                site.rows().nextPlace(word.getHead()));
        if (word.getHead()) {
            fair.retry(job);
        } else {
            fair.enqueue(job);
        }
        release(Optional.of(coming));
        if (fair.waitingJob(job.tenant(), job.jobId()).isPresent()) {
            site.rows().putWaiting(name, job, coming);
            places.begin(job, costs.pace());
        }
    }

    /** A worker has begun. */
    void started(QueueRecord word) {
        if (isReleased(word)) {
            fair.started(word.getJobId(), site.nowMs());
            release();
        }
    }

    /** A run has ended: with a picture, or so that another attempt may follow. */
    void ended(QueueRecord word) {
        if (isReleased(word)) {
            settle(word);
            site.rows().deleteReleased(name, word.getJobId());
            release();
        }
    }

    private void settle(QueueRecord word) {
        Long usedMs = word.getUsedDeviceMs();
        if (usedMs == null || usedMs < 0) {
            fair.left(word.getJobId());
            return;
        }
        if (usedMs > 0) {
            fair.releasedJob(word.getJobId()).ifPresent(job -> costs.learn(job, usedMs));
            kept = false;
        }
        fair.ended(word.getJobId(), costs.nominalMs(usedMs));
    }

    /** A job is wanted no longer, wherever it is. */
    void withdraw(QueueRecord word) {
        if (!isKnown(word)) {
            late.withdrawn(word.getJobId(), word.getAttempt());
        }
        drop(word);
        release();
    }

    private void drop(QueueRecord word) {
        fair.waitingJob(word.getTenant(), word.getJobId()).ifPresent(job -> {
            fair.withdraw(job);
            places.forget(job.jobId());
            site.rows().deleteWaiting(name, job);
        });
        fair.releasedJob(word.getJobId()).ifPresent(job -> {
            fair.left(job.jobId());
            site.rows().deleteReleased(name, job.jobId());
        });
        purges.forget(word.getJobId());
        changed();
    }

    /** @param tenant empty for all */
    void pause(String tenant) {
        if (tenant.isEmpty()) {
            fair.pauses().pauseAll();
        } else {
            fair.pauses().pause(tenant);
        }
        keep();
    }

    /** @param tenant empty for all */
    void resume(String tenant) {
        if (tenant.isEmpty()) {
            fair.pauses().resumeAll();
        } else {
            fair.pauses().resume(tenant);
        }
        keep();
        release();
    }

    /**
     * Throws away what waits; the jobs go out bit by bit.
     *
     * @param tenant empty for all
     */
    void purge(String tenant) {
        for (String each : fair.tenants()) {
            if (tenant.isEmpty() || tenant.equals(each)) {
                purges.begin(each, fair.purge(each));
            }
        }
        purges.step().forEach(places::forget);
        keep();
    }

    /** Sends on what may go now. */
    void release() {
        release(Optional.empty());
    }

    private void release(Optional<Sendable> coming) {
        for (WaitingJob job : fair.release(room(), site.nowMs())) {
            boolean isComing = coming.filter(one -> one.job().getJobId().equals(job.jobId()))
                    .isPresent();
            Sendable sendable = isComing ? coming.get() : site.rows().waiting(name, job);
            if (!isComing) {
                site.rows().deleteWaiting(name, job);
                places.forget(job.jobId());
            }
            site.rows().putReleased(name, job);
            site.answers().release(sendable);
        }
        changed();
    }

    private void changed() {
        site.unstarted().set(queue, fair.unstarted());
    }

    /** What a moment brings: workers that came or went, jobs that they hold, purges that go on. */
    void tick() {
        fair.settle(job -> site.workers().holds(name, job));
        if (purges.isUnderWay()) {
            purges.step().forEach(places::forget);
            keep();
        }
        release();
    }

    /** What is worth a look every few seconds. */
    void slowTick() {
        places.renew(costs.pace());
        if (!kept || !fair.waitingTenants().isEmpty()) {
            keep();
        }
    }

    private void keep() {
        kept = true;
        site.rows()
                .put(
                        name,
                        QueueRow.newBuilder()
                                .setPaused(fair.pauses().isWhole())
                                .setPausedTenants(
                                        fair.pauses().tenants().stream().toList())
                                .setPurges(purges.underWay())
                                .setCredits(fair.credits())
                                .setUsedMs(costs.calibration().usedMs())
                                .setNominalMs(costs.calibration().nominalMs())
                                .build());
    }

    /** Where it stands now. */
    QueueReport report() {
        return QueueReporting.report(queue, fair, room(), costs.pace());
    }

    /** Another process, or nobody, goes on from here. */
    void close() {
        site.unstarted().set(queue, 0);
    }

    private boolean isReleased(QueueRecord word) {
        return fair.releasedJob(word.getJobId())
                .filter(job -> job.attempt() == word.getAttempt())
                .isPresent();
    }

    private int room() {
        return site.unstarted().room(queue, site.workers());
    }
}
