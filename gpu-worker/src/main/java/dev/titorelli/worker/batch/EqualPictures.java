package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.ObjectKey;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.StoredObject;
import dev.titorelli.worker.resume.Checkpoint;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a tenant's pictures by what fixes them: each stored picture has a pointer under tenant, job digest and profile. A pointer is of use
 * only while the picture lies where it says, as it was; one that leads nowhere is removed, so that the next picture can have its own. Beside
 * the device; any thread.
 */
final class EqualPictures {

    private static final Logger log = LoggerFactory.getLogger(EqualPictures.class);
    private static final String JSON = "application/json";

    private final String profileDigest;
    private final ObjectStore store;

    /** @param store that pointers are put to and removed from, at one try */
    EqualPictures(String profileDigest, ObjectStore store) {
        this.profileDigest = profileDigest;
        this.store = store;
    }

    /** A stored picture with every bit that the job's would have; empty when there is none, or the job does not wish for it. */
    Optional<StoredObject> find(Job job, ObjectStore patient) {
        if (!job.getReuse() || !isPointed(job)) {
            return Optional.empty();
        }
        Optional<StoredObject> pointer = patient.get(key(job));
        Optional<StoredObject> picture =
                pointer.flatMap(found -> PicturePointer.read(found.bytes())).flatMap(to -> picture(job, to, patient));
        if (pointer.isPresent() && picture.isEmpty()) {
            harmlessly(job, "a pointer leads nowhere and stays", () -> store.remove(key(job)));
        }
        return picture;
    }

    /**
     * Points to the job's picture, unless another one is pointed to, or it is of use for its request alone. That it can't be done costs nobody
     * a picture.
     */
    void put(Job job, ObjectMetadata stored) {
        PicturePointer to = PicturePointer.to(job, stored);
        boolean lasting = to.isOf(job.getTenant());
        if (lasting
                && isPointed(job)
                && stored.value(PictureShelf.PROFILE_DIGEST).equals(profileDigest)) {
            byte[] pointer = to.bytes();
            ObjectMetadata metadata = new ObjectMetadata(JSON, Sha256.of(pointer), new TreeMap<>());
            harmlessly(job, "nothing points to a picture", () -> store.putIfAbsent(key(job), pointer, metadata));
        }
    }

    private Optional<StoredObject> picture(Job job, PicturePointer to, ObjectStore patient) {
        if (!to.isOf(job.getTenant()) || !ObjectKey.isAllowed(to.key())) {
            return Optional.empty();
        }
        return patient.get(to.key())
                .filter(found -> to.matches(found, Sha256.of(found.bytes())))
                .filter(found -> isEqual(job, found.metadata()));
    }

    private boolean isEqual(Job job, ObjectMetadata found) {
        return found.value(PictureShelf.JOB_DIGEST).equals(job.getJobDigest())
                && found.value(PictureShelf.PROFILE_DIGEST).equals(profileDigest);
    }

    /** A digest that is none would make no key. */
    private static boolean isPointed(Job job) {
        return Checkpoint.isJobDigest(job.getJobDigest());
    }

    private String key(Job job) {
        return ObjectKeys.pointer(job.getTenant(), job.getJobDigest(), profileDigest);
    }

    private static void harmlessly(Job job, String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("jobId", job.getJobId())
                    .addKeyValue("why", e.toString())
                    .log(what);
        }
    }
}
