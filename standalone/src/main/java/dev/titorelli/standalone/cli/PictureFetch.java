package dev.titorelli.standalone.cli;

import dev.titorelli.EventImage;
import dev.titorelli.identity.Sha256;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.StoredPictures;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fetches pictures to files: whole ones only, and none over a file that holds something else. */
final class PictureFetch {

    private final StoredPictures pictures;
    private final Path folder;
    private final boolean overwrite;

    PictureFetch(StoredPictures pictures, Path folder, boolean overwrite) {
        this.pictures = pictures;
        this.folder = folder;
        this.overwrite = overwrite;
    }

    /**
     * A picture in its file.
     *
     * @param written false when the file was there and held the same
     */
    record Fetched(String file, String key, String digest, boolean written) {}

    /**
     * Fetches every picture that a request has.
     *
     * @throws CommandFailed when a picture is not what its digest says, or a file is in the way
     */
    List<Fetched> fetch(QueriedRequest request) throws IOException {
        return fetch(request.document().path("requestId").asText(), request.images());
    }

    /** The same of pictures that are known, under a name of their own. */
    List<Fetched> fetch(String name, List<EventImage> images) throws IOException {
        Files.createDirectories(folder);
        List<Fetched> fetched = new ArrayList<>();
        for (EventImage image : images) {
            fetched.add(fetch(folder.resolve(PictureCopies.fileName(name, image)), image));
        }
        return fetched;
    }

    private Fetched fetch(Path file, EventImage image) throws IOException {
        byte[] bytes = pictures.read(image.getImage());
        String digest = Sha256.of(bytes);
        if (!digest.equals(image.getImage().getDigest())) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s is not the picture that was painted: its SHA-256 is %s, expected %s; nothing was written"
                            .formatted(
                                    image.getImage().getKey(),
                                    digest,
                                    image.getImage().getDigest()));
        }
        boolean written = overwrite ? replace(file, bytes) : create(file, bytes);
        return new Fetched(file.toString(), image.getImage().getKey(), digest, written);
    }

    private boolean replace(Path file, byte[] bytes) throws IOException {
        Path whole = whole(bytes);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** A link is made of a whole file or not at all, and never over another file. */
    private boolean create(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file)) {
            return requireSame(file, bytes);
        }
        Path whole = whole(bytes);
        try {
            Files.createLink(file, whole);
            return true;
        } catch (FileAlreadyExistsException e) {
            return requireSame(file, bytes);
        } catch (UnsupportedOperationException e) { // a file system without links
            Files.move(whole, file);
            return true;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private Path whole(byte[] bytes) throws IOException {
        Path whole = Files.createTempFile(folder, ".fetch-", ".part");
        return Files.write(whole, bytes);
    }

    private static boolean requireSame(Path file, byte[] bytes) throws IOException {
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            throw new CommandFailed(
                    ExitCode.CANNOT_START,
                    file + " is there and holds something else: choose another --out, or --overwrite");
        }
        return false;
    }
}
