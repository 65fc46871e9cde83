package dev.titorelli.standalone;

import dev.titorelli.standalone.embedded.S3AccessKey;
import java.util.Optional;

/**
 * How the folder of objects is also served as S3.
 *
 * @param port where to listen on the loopback address, 0 for a free one
 * @param accessKeyId id of the one access key; empty for a drawn one that is kept in the data directory
 * @param secretKey secret of it
 */
public record S3Door(int port, Optional<String> accessKeyId, Optional<String> secretKey) {

    /** A port, and a drawn key. */
    public static S3Door of(int port) {
        return new S3Door(port, Optional.empty(), Optional.empty());
    }

    S3AccessKey accessKey(DataDirectory directory) {
        return S3AccessKey.given(accessKeyId, secretKey, directory.s3SecretKey());
    }

    @Override
    public String toString() {
        return "S3Door[" + port + "]";
    }
}
