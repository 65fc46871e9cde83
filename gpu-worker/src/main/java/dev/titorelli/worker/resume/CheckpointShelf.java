package dev.titorelli.worker.resume;

import dev.titorelli.Job;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.PutResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the checkpoints of jobs lie: numbered from 1 without a gap, so that the last one is found by asking for a few, with no more than a
 * job to know. Any thread.
 *
 * @param profileDigest of this worker
 */
public record CheckpointShelf(String profileDigest) {

    private static final Logger log = LoggerFactory.getLogger(CheckpointShelf.class);
    private static final String PROFILE_DIGEST = "profile-digest";
    private static final int MOST = 1 << 12;
    private static final int LOOKS_BACK = 16;

    /**
     * What lies there for a job.
     *
     * @param newest the newest that this worker can go on from
     * @param count of all, those of other profiles too
     */
    public record Found(Optional<Checkpoint> newest, int count) {}

    /** Looks for the checkpoints of a job. */
    public Found find(Job job, ObjectStore store) {
        int count = count(job, store);
        Optional<Checkpoint> newest = Optional.empty();
        for (int number = count; newest.isEmpty() && number > Math.max(0, count - LOOKS_BACK); number--) {
            newest = usable(job, number, store);
        }
        if (count > 0) {
            log.atInfo()
                    .addKeyValue("jobId", job.getJobId())
                    .addKeyValue("checkpoints", count)
                    .addKeyValue("step", newest.map(Checkpoint::step).orElse(0))
                    .log(newest.isPresent() ? "goes on from a checkpoint" : "no checkpoint to go on from; from step 0");
        }
        return new Found(newest, count);
    }

    /**
     * Puts a checkpoint behind those that lie there.
     *
     * @param count how many do, as far as is known
     * @return how many do now; as many as before when there can't be more
     */
    public int put(Job job, Checkpoint checkpoint, int count, ObjectStore store) {
        byte[] file = CheckpointFile.write(checkpoint);
        ObjectMetadata metadata = new ObjectMetadata(
                CheckpointFile.MEDIA_TYPE,
                Sha256.of(file),
                new TreeMap<>(Map.of(PROFILE_DIGEST, profileDigest, "step", Integer.toString(checkpoint.step()))));
        int number = count;
        while (number < MOST) {
            number++;
            PutResult result = store.putIfAbsent(key(job, number), file, metadata);
            if (result instanceof PutResult.Created || isThis(result, metadata)) {
                return number;
            }
        }
        return count;
    }

    /**
     * Removes a job's checkpoints, those of other runs too; the last one first, so that what is left has no gap.
     *
     * @param known how many there are at least
     */
    public void remove(Job job, int known, ObjectStore store) {
        for (int number = Math.max(known, count(job, store)); number > 0; number--) {
            store.remove(key(job, number));
        }
    }

    private static boolean isThis(PutResult result, ObjectMetadata metadata) {
        return result instanceof PutResult.Exists exists
                && exists.stored().fileDigest().equals(metadata.fileDigest());
    }

    /** The last one that is there: beyond it by doubling, then by halving what is between. */
    private static int count(Job job, ObjectStore store) {
        int absent = 1;
        while (absent <= MOST && store.head(key(job, absent)).isPresent()) {
            absent *= 2;
        }
        int present = absent / 2;
        while (absent - present > 1) {
            int middle = (present + absent) / 2;
            if (store.head(key(job, middle)).isPresent()) {
                present = middle;
            } else {
                absent = middle;
            }
        }
        return present;
    }

    private Optional<Checkpoint> usable(Job job, int number, ObjectStore store) {
        String key = key(job, number);
        boolean ofProfile = store.head(key)
                .filter(known -> known.value(PROFILE_DIGEST).equals(profileDigest))
                .isPresent();
        try {
            return ofProfile
                    ? store.get(key).map(stored -> require(job, CheckpointFile.read(stored.bytes())))
                    : Optional.empty();
        } catch (BrokenCheckpointException e) {
            log.atWarn()
                    .addKeyValue("jobId", job.getJobId())
                    .addKeyValue("key", key)
                    .addKeyValue("why", e.getMessage())
                    .log("a checkpoint can't be used");
            return Optional.empty();
        }
    }

    private Checkpoint require(Job job, Checkpoint read) {
        if (!read.jobDigest().equals(job.getJobDigest())
                || !read.profileDigest().equals(profileDigest)
                || read.steps() != job.getSteps()) {
            throw new BrokenCheckpointException("it is of job digest " + read.jobDigest() + ", profile "
                    + read.profileDigest() + " and " + read.steps() + " steps");
        }
        return read;
    }

    private static String key(Job job, int number) {
        return ObjectKeys.checkpoint(job.getTenant(), job.getJobDigest(), number);
    }
}
