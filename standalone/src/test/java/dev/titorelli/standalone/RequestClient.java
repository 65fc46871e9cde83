package dev.titorelli.standalone;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** How the clients of other languages key and place a request. */
enum RequestClient {
    /** No key, wherever the client likes. */
    KEYLESS,
    /** The default of everything that is built on librdkafka: Python, Go, Node, .NET. */
    CRC32,
    /** The default of Java. */
    MURMUR2,
    /** A key that says nothing about the partition. */
    RANDOM;

    private static final Random PLACES = new Random(20);

    /** The record's key; null for none. */
    byte[] key(String request) {
        return this == KEYLESS ? null : request.getBytes(StandardCharsets.UTF_8);
    }

    /** The record's partition; null leaves it to the Java client. */
    Integer partition(String request, int partitions) {
        return switch (this) {
            case KEYLESS, MURMUR2 -> null;
            case CRC32 -> crc32(request, partitions);
            case RANDOM -> PLACES.nextInt(partitions);
        };
    }

    private static int crc32(String request, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(request.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % partitions);
    }
}
