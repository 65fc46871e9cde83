package dev.titorelli.worker.object;

import static dev.titorelli.worker.object.ObjectStoreContract.bytes;
import static dev.titorelli.worker.object.ObjectStoreContract.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.titorelli.worker.object.PutResult.Created;
import dev.titorelli.worker.object.PutResult.Exists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One folder, reached as a folder and as S3. */
final class SharedFolderIT {

    @TempDir
    private static Path directory;

    private static LocalS3 s3;

    private FileObjectStore folder;
    private S3ObjectStore bucket;

    @BeforeAll
    static void start() throws Exception {
        s3 = LocalS3.start(directory);
        boolean kept = Files.getFileStore(directory).supportsFileAttributeView("user");
        if (!kept) {
            System.out.println("no extended attributes in " + directory + ": SharedFolderIT is skipped");
        }
        assumeTrue(kept, "no extended attributes in " + directory);
    }

    @AfterAll
    static void stop() throws Exception {
        s3.stop();
    }

    @BeforeEach
    void open() throws IOException {
        Path bucketFolder = directory.resolve(LocalS3.BUCKET);
        folder = new FileObjectStore(Files.createDirectories(bucketFolder.resolve("shared")));
        bucket = new S3ObjectStore(S3Settings.read(s3.settings("shared")));
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void showsS3WhatWasWrittenToTheFolder() {
        folder.putIfAbsent("images/folder.png", bytes("picture"), metadata("picture"));

        assertThat(bucket.head("images/folder.png")).contains(metadata("picture"));
        assertThat(bucket.get("images/folder.png").orElseThrow().bytes()).isEqualTo(bytes("picture"));
    }

    @Test
    void showsTheFolderWhatWasWrittenToS3() {
        bucket.putIfAbsent("images/s3.png", bytes("picture"), metadata("picture"));

        assertThat(folder.head("images/s3.png")).contains(metadata("picture"));
        assertThat(folder.get("images/s3.png").orElseThrow().bytes()).isEqualTo(bytes("picture"));
    }

    @Test
    void keepsWhatTheOtherWayWroteFirst() {
        folder.putIfAbsent("images/first.png", bytes("first"), metadata("first"));
        bucket.putIfAbsent("images/second.png", bytes("first"), metadata("first"));

        assertThat(bucket.putIfAbsent("images/first.png", bytes("other"), metadata("other")))
                .isEqualTo(new Exists(metadata("first")));
        assertThat(folder.putIfAbsent("images/second.png", bytes("other"), metadata("other")))
                .isEqualTo(new Exists(metadata("first")));
    }

    @Test
    void givesRacingWritersOfBothWaysOneWinner() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "images/race-" + round + ".png";
                List<PutResult> results = new ArrayList<>();
                List<Callable<PutResult>> writers = List.of(
                        () -> folder.putIfAbsent(key, bytes("folder"), metadata("folder")),
                        () -> bucket.putIfAbsent(key, bytes("s3"), metadata("s3")));
                for (Future<PutResult> result : threads.invokeAll(writers)) {
                    results.add(result.get());
                }
                assertThat(results).filteredOn(Created.class::isInstance).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
