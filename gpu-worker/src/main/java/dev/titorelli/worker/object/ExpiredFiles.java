package dev.titorelli.worker.object;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Deletes old files of a folder, and folders that have been empty for as long: one that was written to lately may be about to get its
 * next file. What another process deletes meanwhile is gone, that is all.
 */
final class ExpiredFiles extends SimpleFileVisitor<Path> {

    private final Path top;
    private final Instant before;
    private final int most;
    private int deleted;

    private ExpiredFiles(Path top, Instant before, int most) {
        this.top = top;
        this.before = before;
        this.most = most;
    }

    /** How many files it deleted, at most so many. */
    static int delete(Path top, Instant before, int most) throws IOException {
        if (!Files.isDirectory(top)) {
            return 0;
        }
        ExpiredFiles visit = new ExpiredFiles(top, before, most);
        Files.walkFileTree(top, visit);
        return visit.deleted;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.lastModifiedTime().toInstant().isBefore(before) && Files.deleteIfExists(file)) {
            deleted++;
        }
        return deleted < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        try {
            if (!directory.equals(top)
                    && Files.getLastModifiedTime(directory).toInstant().isBefore(before)) {
                Files.deleteIfExists(directory);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return FileVisitResult.CONTINUE;
        }
        return FileVisitResult.CONTINUE;
    }
}
