package dev.titorelli.worker.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a file system says of a file without reading it. Every write moves the time of change, which programs can't set, so a
 * file with the same stamp has the same bytes; except when a write falls into the same tick of the file system's clock,
 * against which {@link #settledAt} guards, as git does.
 *
 * @param file device and inode
 * @param modified the last write, as programs may set it
 * @param changed the last write or change of attributes
 * @see <a href="https://git-scm.com/docs/racy-git">git, Use of index and Racy Git problem</a>
 */
record FileStamp(String file, long bytes, Instant modified, Instant changed) {
    /** Longer than a tick of any file system's clock. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /** Empty where the file system doesn't tell the time of change. */
    static Optional<FileStamp> of(Path path) throws IOException {
        try {
            Map<String, Object> facts = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
            return Optional.of(new FileStamp(
                    facts.get("dev") + ":" + facts.get("ino"),
                    (Long) facts.get("size"),
                    ((FileTime) facts.get("lastModifiedTime")).toInstant(),
                    ((FileTime) facts.get("ctime")).toInstant()));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Whether a write at that time or later would have another stamp. */
    boolean settledAt(Instant time) {
        return changed.plus(TICK).isBefore(time);
    }

    String text() {
        return "%s %d %s %s".formatted(file, bytes, modified, changed);
    }
}
