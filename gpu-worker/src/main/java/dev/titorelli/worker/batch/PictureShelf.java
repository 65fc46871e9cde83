package dev.titorelli.worker.batch;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Ledger;
import dev.titorelli.Notice;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import dev.titorelli.worker.outcome.StoredPicture;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the pictures of jobs are put: at most one under a job's key, and what lies there already counts if it is of the same digest. */
final class PictureShelf {

    static final String JOB_DIGEST = "job-digest";
    static final String PIXEL_DIGEST = "pixel-digest";
    static final String PROFILE_DIGEST = "profile-digest";
    private static final String MEDIA_TYPE = "image/png";
    private static final String REUSED = "reused";

    private final ModelDescription model;

    PictureShelf(ModelDescription model) {
        this.model = model;
    }

    /**
     * The job's picture if an earlier run has stored it.
     *
     * @throws JobFailedException when another picture lies there
     */
    Optional<ObjectMetadata> find(Job job, ObjectStore store) {
        Optional<ObjectMetadata> stored = store.head(job.getOutputKey());
        stored.ifPresent(metadata -> requireSameJob(job, metadata));
        return stored;
    }

    /**
     * Stores the job's picture.
     *
     * @return what is stored now: this picture's metadata, or those of an equal job's picture that was there before
     * @throws JobFailedException when another picture lies there
     */
    ObjectMetadata put(Job job, RgbImage image, Ledger ledger, ObjectStore store) {
        byte[] png = PngWriter.write(image, PictureText.of(job, model));
        return put(job, png, new ObjectMetadata(MEDIA_TYPE, Sha256.of(png), metadata(job, image, ledger)), store);
    }

    /**
     * Stores a copy of an equal job's picture as the job's own.
     *
     * @return as {@link #put}
     * @throws JobFailedException when another picture lies there
     */
    ObjectMetadata putCopy(Job job, StoredObject equal, Ledger ledger, ObjectStore store) {
        SortedMap<String, String> values = new TreeMap<>(equal.metadata().user());
        values.putAll(LedgerSums.of(ledger));
        values.put(REUSED, "true");
        ObjectMetadata metadata = new ObjectMetadata(
                equal.metadata().mediaType(), equal.metadata().fileDigest(), values);
        return put(job, equal.bytes(), metadata, store);
    }

    private static ObjectMetadata put(Job job, byte[] png, ObjectMetadata metadata, ObjectStore store) {
        PutResult result = store.putIfAbsent(job.getOutputKey(), png, metadata);
        if (result instanceof PutResult.Exists exists) {
            requireSameJob(job, exists.stored());
            return exists.stored();
        }
        return metadata;
    }

    /** What the outcome tells of a stored picture. */
    static StoredPicture describe(Job job, ObjectMetadata stored, Ledger ledger, List<Notice> notices) {
        ImageObject image = ImageObject.newBuilder()
                .setKey(job.getOutputKey())
                .setDigest(stored.fileDigest())
                .setMediaType(stored.mediaType())
                .setWidthPx(job.getWidthPx())
                .setHeightPx(job.getHeightPx())
                .build();
        return new StoredPicture(image, stored.value(PIXEL_DIGEST), stored.value(PROFILE_DIGEST), ledger, notices);
    }

    /** What a user should know of a prompt of which the model does not know these words. */
    static List<Notice> notices(List<String> unknownWords) {
        return unknownWords.isEmpty()
                ? List.of()
                : List.of(notice(FaultCode.UNKNOWN_WORDS, String.join(", ", unknownWords)));
    }

    /** The same where the picture of an equal job answers. */
    static List<Notice> noticesOfCopy(List<String> unknownWords) {
        return Stream.concat(Stream.of(notice(FaultCode.REUSED, "")), notices(unknownWords).stream())
                .toList();
    }

    private static Notice notice(FaultCode code, String detail) {
        return Notice.newBuilder().setCode(code.name()).setDetail(detail).build();
    }

    private SortedMap<String, String> metadata(Job job, RgbImage image, Ledger ledger) {
        SortedMap<String, String> values = new TreeMap<>();
        values.put(JOB_DIGEST, job.getJobDigest());
        values.put(PIXEL_DIGEST, image.pixelDigest());
        values.put(PROFILE_DIGEST, model.profileDigest());
        values.put("size", image.widthPx() + "x" + image.heightPx());
        values.put("seed", Long.toString(job.getSeed()));
        if (job.getAdapter() != null) {
            values.put("adapter", job.getAdapter().getName());
            values.put("adapter-digest", job.getAdapterDigest());
            values.put("adapter-scale", Double.toString(job.getAdapter().getScale()));
        }
        values.putAll(LedgerSums.of(ledger));
        return values;
    }

    private static void requireSameJob(Job job, ObjectMetadata stored) {
        if (!stored.value(JOB_DIGEST).equals(job.getJobDigest())) {
            throw new JobFailedException(
                    FaultCode.OBJECT_CONFLICT,
                    "under " + job.getOutputKey() + " lies a picture of job digest '" + stored.value(JOB_DIGEST)
                            + "', this job has " + job.getJobDigest());
        }
    }
}
