package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.PutResult.Created;
import dev.titorelli.worker.object.PutResult.Exists;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3ObjectStoreIT extends ObjectStoreContract {

    @TempDir
    private static Path directory;

    private static LocalS3 s3;

    private final String prefix = UUID.randomUUID().toString();
    private final List<S3ObjectStore> opened = Collections.synchronizedList(new ArrayList<>());
    private final S3ObjectStore store = reopened();

    @BeforeAll
    static void start() throws Exception {
        s3 = LocalS3.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        s3.stop();
    }

    @AfterEach
    void close() {
        opened.forEach(S3ObjectStore::close);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    S3ObjectStore reopened() {
        return opened(s3.settings(prefix));
    }

    @Test
    void keepsAllMetadataThatItMayBeGiven() {
        ObjectMetadata full = new ObjectMetadata(
                "image/png",
                Sha256.of("a"),
                new TreeMap<>(Map.of("size", "a=b % c", "text", "x".repeat(1900), "no", "")));
        store.putIfAbsent("a", bytes("a"), full);
        assertThat(store.head("a")).contains(full);
    }

    @Test
    void readsAnObjectThatSomebodyElsePutThere() throws Exception {
        Path there = directory.resolve(LocalS3.BUCKET).resolve(prefix).resolve("inputs/a");
        Files.createDirectories(there.getParent());
        Files.write(there, bytes("picture"));
        assertThat(store.head("inputs/a").orElseThrow().fileDigest()).isEqualTo(Sha256.of("picture"));
        assertThat(store.get("inputs/a").orElseThrow().bytes()).isEqualTo(bytes("picture"));
    }

    @Test
    void writesALargeObjectInPartsOnceOnly() {
        Map<String, String> settings = s3.settings(prefix);
        settings.put("objects.multipart.bytes", Integer.toString(S3Settings.MIN_PART_BYTES));
        S3ObjectStore inParts = opened(settings);
        byte[] first = noise(2 * S3Settings.MIN_PART_BYTES + 1, 1);
        byte[] second = noise(S3Settings.MIN_PART_BYTES + 1, 2);

        assertThat(inParts.putIfAbsent("large", first, of(first))).isEqualTo(new Created());
        assertThat(inParts.putIfAbsent("large", second, of(second))).isEqualTo(new Exists(of(first)));

        assertThat(store.get("large").orElseThrow().bytes()).isEqualTo(first);
        assertThat(store.head("large")).contains(of(first));
    }

    private S3ObjectStore opened(Map<String, String> settings) {
        S3ObjectStore another = new S3ObjectStore(S3Settings.read(settings));
        opened.add(another);
        return another;
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static ObjectMetadata of(byte[] bytes) {
        return new ObjectMetadata("image/png", Sha256.of(bytes), new TreeMap<>());
    }
}
