package dev.titorelli.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils the bytes of records that were good, in all the ways that a broken or hostile client has. */
final class MutatedRecords {

    private static final int HEADER_BYTES = 5;
    private static final List<String> HOSTILE = List.of(
            "",
            "../../etc/passwd",
            "acme/r1/image/0",
            "\u0000\u0001\u001f",
            "\ufffe\uffff\u202e",
            "%s%n${jndi:ldap://127.0.0.1/a}",
            "<img><|image_99999999999999999999|></img>",
            "'; DROP TABLE requests; --",
            "x".repeat(70_000));

    private final Random random;
    private final int schemaIds;

    /** @param schemaIds ids from 1 to this are known to the registry */
    MutatedRecords(Random random, int schemaIds) {
        this.random = random;
        this.schemaIds = schemaIds;
    }

    /**
     * A spoilt copy.
     *
     * @param good framed bytes of a record
     * @param other those of another one
     */
    byte[] of(byte[] good, byte[] other) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> flipped(good, 1);
            case 2 -> flipped(good, 2 + random.nextInt(30));
            case 3 -> Arrays.copyOf(good, random.nextInt(good.length));
            case 4 -> withSchemaId(good, random.nextInt(schemaIds + 3));
            case 5 -> withSchemaId(good, random.nextInt());
            case 6 -> inserted(good, text());
            case 7 -> inserted(good, hugeCount());
            default -> spliced(good, other);
        };
    }

    private byte[] flipped(byte[] good, int bits) {
        byte[] bytes = good.clone();
        for (int i = 0; i < bits; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] withSchemaId(byte[] good, int id) {
        byte[] bytes = good.clone();
        for (int i = 0; i < 4; i++) {
            bytes[1 + i] = (byte) (id >>> (24 - 8 * i));
        }
        return bytes;
    }

    /** A text as Avro writes it, somewhere in the middle. */
    private byte[] text() {
        byte[] text = HOSTILE.get(random.nextInt(HOSTILE.size())).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(varint(text.length));
        out.writeBytes(text);
        return out.toByteArray();
    }

    /** A length, or a count of elements, that the bytes behind it do not have. */
    private byte[] hugeCount() {
        return varint(
                switch (random.nextInt(4)) {
                    case 0 -> Integer.MAX_VALUE - 8L;
                    case 1 -> 1L << (20 + random.nextInt(42));
                    case 2 -> -(1L << random.nextInt(62));
                    default -> 100_000_000L;
                });
    }

    /** Zig-zag, as Avro writes integers. */
    private static byte[] varint(long value) {
        long left = (value << 1) ^ (value >> 63);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) ((left & 0x7f) | 0x80));
        }
        out.write((int) left);
        return out.toByteArray();
    }

    /** Over some bytes of the body or between them. */
    private byte[] inserted(byte[] good, byte[] what) {
        int at = HEADER_BYTES + random.nextInt(good.length - HEADER_BYTES);
        int over = random.nextBoolean() ? 0 : Math.min(what.length, good.length - at);
        return joined(Arrays.copyOf(good, at), what, Arrays.copyOfRange(good, at + over, good.length));
    }

    private byte[] spliced(byte[] good, byte[] other) {
        int at = random.nextInt(good.length);
        return joined(
                Arrays.copyOf(good, at),
                Arrays.copyOfRange(other, Math.min(at, other.length), other.length),
                new byte[0]);
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        out.writeBytes(third);
        return out.toByteArray();
    }
}
