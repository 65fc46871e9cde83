package dev.titorelli.standalone.workflow;

import dev.titorelli.ImageObject;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pictures that a file of a workflow names; relative paths start at its folder. Nothing is stored before {@link #store}. */
public final class InputFiles {

    private static final long MAX_BYTES = Long.parseLong(SettingKeys.INPUTS_MAX_BYTES.fallback());

    private final Path folder;
    private final String tenant;
    private final Map<Path, byte[]> read = new LinkedHashMap<>();

    InputFiles(Path folder, String tenant) {
        this.folder = folder;
        this.tenant = tenant;
    }

    /** The reference that the picture will have once it is stored. */
    ImageObject picture(String name) throws IOException, UnreadablePictureException {
        try {
            Path file = folder.resolve(name).normalize();
            if (!Files.isRegularFile(file)) {
                throw new IOException("no file " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("%s has %d bytes; allowed are %d".formatted(file, Files.size(file), MAX_BYTES));
            }
            if (!read.containsKey(file)) {
                read.put(file, Files.readAllBytes(file));
            }
            return StoredPictures.reference(tenant, read.get(file));
        } catch (InvalidPathException e) {
            throw new IOException("no file " + name, e);
        }
    }

    /** Stores every picture, each once. */
    public void store(StoredPictures pictures) {
        try {
            for (byte[] file : read.values()) {
                pictures.store(tenant, file);
            }
        } catch (UnreadablePictureException e) {
            throw new IllegalStateException("a picture that was read before can't be read now", e);
        }
    }
}
