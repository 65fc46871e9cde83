package dev.titorelli.worker.object;

import dev.titorelli.identity.Sha256;

/** Holds writers to their word: metadata must name the bytes they come with. */
final class FileDigest {

    private FileDigest() {}

    static void require(byte[] bytes, ObjectMetadata metadata) {
        String digest = Sha256.of(bytes);
        if (!digest.equals(metadata.fileDigest())) {
            throw new IllegalArgumentException("fileDigest " + metadata.fileDigest() + ": the bytes have " + digest);
        }
    }
}
