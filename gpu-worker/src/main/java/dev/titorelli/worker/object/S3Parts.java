package dev.titorelli.worker.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Objects sent in parts; the condition is put when the parts become the object. */
final class S3Parts {

    private static final Logger log = LoggerFactory.getLogger(S3Parts.class);

    private final S3Client client;
    private final S3Settings settings;

    S3Parts(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Parts of a write that failed are thrown away, if S3 can still be asked for that. */
    void put(String key, StoredObject object, String write, TimeLeft left) {
        String fullKey = settings.place().fullKey(key);
        String upload = begin(
                fullKey,
                S3Metadata.userValues(object.metadata(), write),
                object.metadata().mediaType(),
                left);
        try {
            complete(fullKey, upload, send(fullKey, upload, object.bytes(), left), left);
        } catch (SdkException e) {
            abort(fullKey, upload, left);
            throw e;
        }
    }

    private String begin(String fullKey, Map<String, String> userValues, String mediaType, TimeLeft left) {
        return client.createMultipartUpload(begin -> begin.bucket(bucket())
                        .key(fullKey)
                        .contentType(mediaType)
                        .metadata(userValues)
                        .overrideConfiguration(left.forRequest()))
                .uploadId();
    }

    private List<CompletedPart> send(String fullKey, String upload, byte[] bytes, TimeLeft left) {
        List<CompletedPart> sent = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += settings.multipartBytes()) {
            int length = Math.min(settings.multipartBytes(), bytes.length - from);
            sent.add(send(fullKey, upload, new Part(sent.size() + 1, bytes, from, length), left));
        }
        return sent;
    }

    private CompletedPart send(String fullKey, String upload, Part part, TimeLeft left) {
        String tag = client.uploadPart(
                        send -> send.bucket(bucket())
                                .key(fullKey)
                                .uploadId(upload)
                                .partNumber(part.number())
                                .contentMD5(ContentMd5.of(part.bytes(), part.from(), part.length()))
                                .overrideConfiguration(left.forRequest()),
                        part.body())
                .eTag();
        return CompletedPart.builder().partNumber(part.number()).eTag(tag).build();
    }

    private void complete(String fullKey, String upload, List<CompletedPart> parts, TimeLeft left) {
        client.completeMultipartUpload(complete -> complete.bucket(bucket())
                .key(fullKey)
                .uploadId(upload)
                .ifNoneMatch("*")
                .multipartUpload(all -> all.parts(parts))
                .overrideConfiguration(left.forRequest()));
    }

    private void abort(String fullKey, String upload, TimeLeft left) {
        try {
            client.abortMultipartUpload(abort ->
                    abort.bucket(bucket()).key(fullKey).uploadId(upload).overrideConfiguration(left.forRequest()));
        } catch (SdkException e) {
            log.atWarn()
                    .addKeyValue("key", fullKey)
                    .addKeyValue("why", e.getMessage())
                    .log("parts are left behind");
        }
    }

    private String bucket() {
        return settings.place().bucket();
    }

    @SuppressWarnings("ArrayRecordComponent") // a window on the object's bytes, not a value
    private record Part(int number, byte[] bytes, int from, int length) {

        RequestBody body() {
            return RequestBody.fromContentProvider(
                    () -> new java.io.ByteArrayInputStream(bytes, from, length), length, "application/octet-stream");
        }
    }
}
