package dev.titorelli.serde;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The five bytes before the Avro body. */
final class Framing {

    static final int HEADER_BYTES = 5;
    private static final byte MAGIC = 0;

    private Framing() {}

    static void writeHeader(ByteArrayOutputStream out, int schemaId) {
        out.writeBytes(
                ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(schemaId).array());
    }

    static boolean isFramed(byte[] bytes) {
        return bytes != null && bytes.length >= HEADER_BYTES && bytes[0] == MAGIC;
    }

    static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
