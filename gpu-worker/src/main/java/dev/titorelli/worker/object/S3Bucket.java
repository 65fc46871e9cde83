package dev.titorelli.worker.object;

import dev.titorelli.identity.Sha256;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The requests to one bucket. What S3 refuses is thrown as the SDK's exceptions; the SDK has retried what may pass. */
final class S3Bucket implements AutoCloseable {

    private static final int IF_NONE_MATCH_FAILED = 412;
    private static final int CONFLICT = 409; // another writer of the key is at work
    private static final int MAX_CONFLICTS = 6;
    private static final long FIRST_PAUSE_MS = 50;

    private final S3Client client;
    private final S3Settings settings;
    private final S3Parts parts;

    S3Bucket(S3Settings settings) {
        this.client = S3Door.open(settings);
        this.settings = settings;
        this.parts = new S3Parts(client, settings);
    }

    /** Whether this call wrote the object, if the answer to its first try was lost too: false when the key had one. */
    boolean create(String key, StoredObject object, TimeLeft left) {
        if (object.bytes().length > settings.multipartBytes()) {
            return createInParts(key, object, left);
        }
        String write = newWrite();
        return wonAgainstOthers(left, () -> put(key, object, write, left)) || isOf(write, key, left);
    }

    /** As {@link #create}, in parts whatever the size. */
    boolean createInParts(String key, StoredObject object, TimeLeft left) {
        String write = newWrite();
        return wonAgainstOthers(left, () -> parts.put(key, object, write, left)) || isOf(write, key, left);
    }

    Optional<StoredObject> get(String key, TimeLeft left) {
        try {
            ResponseBytes<GetObjectResponse> answer = client.getObjectAsBytes(
                    get -> get.bucket(bucket()).key(fullKey(key)).overrideConfiguration(left.forRequest()));
            byte[] bytes = answer.asByteArrayUnsafe();
            GetObjectResponse about = answer.response();
            return Optional.of(
                    new StoredObject(bytes, S3Metadata.read(about.contentType(), Sha256.of(bytes), about.metadata())));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    Optional<ObjectMetadata> head(String key, TimeLeft left) {
        return about(key, left).flatMap(about -> {
            Optional<String> digest = S3Metadata.fileDigest(about.metadata());
            return digest.isPresent()
                    ? Optional.of(S3Metadata.read(about.contentType(), digest.get(), about.metadata()))
                    : get(key, left).map(StoredObject::metadata);
        });
    }

    void remove(String key, TimeLeft left) {
        client.deleteObject(
                delete -> delete.bucket(bucket()).key(fullKey(key)).overrideConfiguration(left.forRequest()));
    }

    @Override
    public void close() {
        client.close();
    }

    private static String newWrite() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong());
    }

    private boolean isOf(String write, String key, TimeLeft left) {
        return about(key, left)
                .map(about -> S3Metadata.write(about.metadata()).equals(write))
                .orElse(false);
    }

    private Optional<HeadObjectResponse> about(String key, TimeLeft left) {
        try {
            return Optional.of(client.headObject(
                    head -> head.bucket(bucket()).key(fullKey(key)).overrideConfiguration(left.forRequest())));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private void put(String key, StoredObject object, String write, TimeLeft left) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket())
                .key(fullKey(key))
                .ifNoneMatch("*")
                .contentType(object.metadata().mediaType())
                .contentMD5(ContentMd5.of(object.bytes(), 0, object.bytes().length))
                .metadata(S3Metadata.userValues(object.metadata(), write))
                .overrideConfiguration(left.forRequest())
                .build();
        client.putObject(request, RequestBody.fromBytes(object.bytes()));
    }

    private static boolean wonAgainstOthers(TimeLeft left, Runnable write) {
        for (int conflicts = 0; ; conflicts++) {
            try {
                write.run();
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == IF_NONE_MATCH_FAILED) {
                    return false;
                }
                if (e.statusCode() != CONFLICT || conflicts == MAX_CONFLICTS) {
                    throw e;
                }
                pause(conflicts, left);
            }
        }
    }

    /** Longer from time to time, and not the same for all writers. */
    private static void pause(int conflicts, TimeLeft left) {
        left.forRequest();
        long longest = FIRST_PAUSE_MS << conflicts;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while another writer is at work", e);
        }
    }

    private String bucket() {
        return settings.place().bucket();
    }

    private String fullKey(String key) {
        return settings.place().fullKey(key);
    }
}
