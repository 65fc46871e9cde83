package dev.titorelli.stream.queue;

import dev.titorelli.Job;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets a stage's jobs in or refuses them, whole: the jobs come one after the other, and the first one decides for all. Kept
 * in memory: after a restart in the midst of a stage, a job that follows one that is here is let in.
 */
final class StageAdmission {

    private static final int REMEMBERED = 10_000;

    private final FairQueue queue;
    private final Map<String, Decision> decisions = new LinkedHashMap<>();

    private record Decision(boolean admitted, int left) {}

    /** What becomes of a job. */
    enum Answer {
        ADMITTED,
        /** The first one of a stage that is not let in. */
        REFUSED,
        /** One more of a stage that was refused, of which that was said. */
        REFUSED_BEFORE
    }

    StageAdmission(FairQueue queue) {
        this.queue = queue;
    }

    /** @param stageJobs how many jobs the stage has */
    Answer admit(Job job, int stageJobs) {
        if (job.getAttempt() > 1) {
            return Answer.ADMITTED;
        }
        String stage = job.getTenant() + "/" + job.getRequestId() + "/" + job.getStage();
        Decision earlier = decisions.remove(stage);
        boolean admitted = earlier == null ? decide(job, stage, stageJobs) : earlier.admitted();
        int left = (earlier == null ? stageJobs : earlier.left()) - 1;
        if (left > 0) {
            remember(stage, new Decision(admitted, left));
        }
        if (admitted) {
            return Answer.ADMITTED;
        }
        return earlier == null ? Answer.REFUSED : Answer.REFUSED_BEFORE;
    }

    private boolean decide(Job job, String stage, int stageJobs) {
        String oneBefore = stage + "/" + (job.getIndex() - 1);
        return queue.waitingJob(job.getTenant(), oneBefore).isPresent()
                || queue.releasedJob(oneBefore).isPresent()
                || queue.admits(job.getTenant(), stageJobs);
    }

    private void remember(String stage, Decision decision) {
        decisions.put(stage, decision);
        if (decisions.size() > REMEMBERED) {
            decisions.remove(decisions.keySet().iterator().next());
        }
    }
}
