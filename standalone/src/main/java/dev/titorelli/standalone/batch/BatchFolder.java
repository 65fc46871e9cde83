package dev.titorelli.standalone.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The folder of one batch, for one run at a time: {@code batch.json} says which batch it belongs to. */
public final class BatchFolder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final FileChannel locked;

    private BatchFolder(Path folder, FileChannel locked) {
        this.folder = folder;
        this.locked = locked;
    }

    /**
     * Takes the folder for this process, and makes it where there is none.
     *
     * @throws BatchRefusedException when it belongs to another batch, or to this one with another file
     * @throws FileSystemException when another run works there
     */
    public static BatchFolder open(Path folder, BatchPlan plan, BatchFile file) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new FileSystemException(folder.toString(), null, "another run of a batch works here");
            }
            BatchFolder own = new BatchFolder(folder, channel);
            own.claim(plan, file);
            return own;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // this very process has it
            return null;
        }
    }

    private void claim(BatchPlan plan, BatchFile file) throws IOException {
        Path note = folder.resolve("batch.json");
        if (Files.exists(note)) {
            requireSame(JSON.readTree(note.toFile()), plan, file);
            return;
        }
        if (Files.exists(results()) || Files.exists(errors())) {
            throw new BatchRefusedException(
                    folder + " has results of a batch and no batch.json, which would say of which"
                            + " one: choose another --out");
        }
        ObjectNode claim = JSON.createObjectNode()
                .put("tenant", plan.tenant())
                .put("batch", plan.name())
                .put("file", file.path().toString())
                .put("digest", file.digest())
                .put("lines", file.lines());
        Path whole = folder.resolve("batch.json.part");
        Files.writeString(whole, claim + "\n");
        Files.move(whole, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void requireSame(JsonNode claim, BatchPlan plan, BatchFile file) {
        String digest = claim.path("digest").asText();
        if (!digest.equals(file.digest())) {
            throw new BatchRefusedException(
                    "%s is not the file that batch %s began with: its SHA-256 is %s, that one's was %s, as %s says. Bring that file back, or give this one another --name and --out"
                            .formatted(
                                    file.path(),
                                    claim.path("batch").asText(),
                                    file.digest(),
                                    digest,
                                    folder.resolve("batch.json")));
        }
        String before =
                claim.path("tenant").asText() + "/" + claim.path("batch").asText();
        String now = plan.tenant() + "/" + plan.name();
        if (!before.equals(now)) {
            throw new BatchRefusedException(
                    "%s belongs to batch %s, and this is %s: choose another --out".formatted(folder, before, now));
        }
    }

    public Path results() {
        return folder.resolve("results.jsonl");
    }

    public Path errors() {
        return folder.resolve("errors.jsonl");
    }

    /** Where its pictures go. */
    public Path pictures() {
        return folder.resolve("pictures");
    }

    @Override
    public void close() throws IOException {
        locked.close();
    }
}
