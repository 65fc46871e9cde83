package dev.titorelli.worker.object;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The header by which S3 compares the bytes that it got with those that were sent. */
final class ContentMd5 {

    private ContentMd5() {}

    static String of(byte[] bytes, int from, int length) {
        return Base64.getEncoder().encodeToString(digest(bytes, from, length));
    }

    static byte[] digest(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, from, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
