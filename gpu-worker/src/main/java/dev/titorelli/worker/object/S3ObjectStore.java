package dev.titorelli.worker.object;

import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A store in a bucket of S3, or of a server that speaks S3 and writes conditionally. Objects that others put there are read too.
 *
 * <p>A write is retried when its answer is lost; each carries a name of its own among the object's values, so that a writer who meets
 * its own object knows it. Never are two told {@link PutResult.Created}. A call ends within {@link S3Settings.Limits#call}.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(S3ObjectStore.class);

    private final S3Settings settings;
    private final S3Bucket bucket;

    /** Connects at the first call. */
    public S3ObjectStore(S3Settings settings) {
        this.settings = settings;
        this.bucket = new S3Bucket(settings);
    }

    /**
     * Asks once for all that later calls need, and that the store writes a key at most once. Leaves a small object {@value
     * S3Check#PROBE} under the prefix.
     *
     * @throws dev.titorelli.fault.CannotStart when S3 refuses or writes twice; the message names the setting to change
     * @throws ObjectStoreUnavailableException when S3 gives no answer for now
     */
    public void check() {
        new S3Check(settings, bucket).run();
        log.atInfo().addKeyValue("objects", settings.place()).log("object store answers");
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
        FileDigest.require(bytes, metadata);
        return answered("write", key, left -> {
            if (bucket.create(key, new StoredObject(bytes, metadata), left)) {
                return new PutResult.Created();
            }
            return new PutResult.Exists(bucket.head(key, left)
                    .orElseThrow(() -> new ObjectStoreUnavailableException(
                            "can't write " + key + ": another object was there and is gone", null)));
        });
    }

    @Override
    public Optional<StoredObject> get(String key) {
        return answered("read", key, left -> bucket.get(key, left));
    }

    @Override
    public Optional<ObjectMetadata> head(String key) {
        return answered("read", key, left -> bucket.head(key, left));
    }

    /** Needs the right to remove; without it the object stays until the bucket's lifecycle rule ends it. */
    @Override
    public void remove(String key) {
        ObjectKey.requirePassing(key);
        answered("remove", key, left -> {
            bucket.remove(key, left);
            return null;
        });
    }

    /** Gives connections back; calls that run may fail. */
    @Override
    public void close() {
        bucket.close();
    }

    private <T> T answered(String what, String key, Function<TimeLeft, T> call) {
        ObjectKey.require(key);
        try {
            return call.apply(TimeLeft.of(settings.limits().call()));
        } catch (SdkException e) {
            throw new ObjectStoreUnavailableException(
                    "can't " + what + " " + key + ": " + S3Refusal.of(e).advice(settings), e);
        }
    }
}
