package dev.titorelli.stream.plan;

import dev.titorelli.identity.RequestId;
import dev.titorelli.identity.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Seeds for stages that name none: the same identity paints the same picture. */
public final class Seeds {

    private static final long MASK_53_BITS = (1L << 53) - 1;

    private Seeds() {}

    /** The first 8 bytes of SHA-256 over {@code tenant/requestId/stage}, masked to 53 bits so that JSON keeps them. */
    public static long derived(RequestId request, String stage) {
        byte[] identity = (request + "/" + stage).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.newDigest().digest(identity)).getLong() & MASK_53_BITS;
    }
}
