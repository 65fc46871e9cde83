package dev.titorelli.worker.object;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** The questions before the first picture: may we read and write here, and is a key written at most once. */
final class S3Check {

    /** Key of the object that is left behind; no object's key begins with a dot. */
    static final String PROBE = ".titorelli-check";

    private static final String NEVER_WRITTEN = ".titorelli-check-absent";
    private static final byte[] TEXT = "Titorelli has tried here whether this store writes a key at most once.\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final StoredObject OBJECT =
            new StoredObject(TEXT, new ObjectMetadata("text/plain", Sha256.of(TEXT), new TreeMap<>()));

    private final S3Settings settings;
    private final S3Bucket bucket;
    private final TimeLeft left;

    S3Check(S3Settings settings, S3Bucket bucket) {
        this.settings = settings;
        this.bucket = bucket;
        this.left = TimeLeft.of(settings.limits().call());
    }

    void run() {
        requireCredentials();
        try {
            requireBucket();
            requireOneWrite();
            requireReading();
        } catch (SdkException e) {
            S3Refusal refusal = S3Refusal.of(e);
            String message = "object store " + settings.place() + ": " + refusal.advice(settings);
            throw refusal.passes() ? new ObjectStoreUnavailableException(message, e) : new CannotStart(message, e);
        }
    }

    private void requireCredentials() {
        try {
            S3Door.credentials(settings).resolveCredentials();
        } catch (SdkClientException e) {
            throw new CannotStart(
                    "object store " + settings.place() + ": no credentials: set objects.access.key and"
                            + " objects.secret.key, or give the AWS SDK's default chain"
                            + " some (environment, profile, role)",
                    e);
        }
    }

    /** Asked by a read: a server that refuses a write may hang up before it has the body, and its answer is lost. */
    private void requireBucket() {
        bucket.get(NEVER_WRITTEN, left);
    }

    private void requireOneWrite() {
        boolean absent = bucket.create(PROBE, OBJECT, left);
        if (absent && bucket.create(PROBE, OBJECT, left)) {
            throw twice("PUT");
        }
        if (bucket.createInParts(PROBE, OBJECT, left)) {
            throw twice("multipart upload");
        }
    }

    private CannotStart twice(String how) {
        return new CannotStart("object store " + settings.place() + " writes a key twice: a " + how
                + " ignores 'If-None-Match: *'; use a server or version that heeds it, or name another in objects");
    }

    /** S3 says "refused" rather than "absent" to a user who may not list. */
    private void requireReading() {
        boolean same = bucket.get(PROBE, left)
                .filter(stored -> Arrays.equals(stored.bytes(), TEXT))
                .isPresent();
        if (!same || bucket.head(NEVER_WRITTEN, left).isPresent()) {
            throw new CannotStart("object store " + settings.place() + " answers " + PROBE
                    + " with another object than was written: choose another prefix in objects");
        }
    }
}
