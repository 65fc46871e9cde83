package dev.titorelli.worker.adapter;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.checkpoint.AdapterFolder;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Function;

/** An adapter's two files in the object store, under the digest over both. Any thread. */
public final class AdapterObjects {

    private static final String MEDIA_TYPE = "application/octet-stream";

    private AdapterObjects() {}

    /** Stores the files of a folder; what is there already stays as it is. */
    public static void store(ObjectStore objects, Path directory, String digest) throws IOException {
        for (String file : AdapterFolder.NAMES) {
            byte[] bytes = Files.readAllBytes(directory.resolve(file));
            objects.putIfAbsent(
                    ObjectKeys.adapter(digest, file),
                    bytes,
                    new ObjectMetadata(MEDIA_TYPE, Sha256.of(bytes), new TreeMap<>()));
        }
    }

    /**
     * Loads an adapter.
     *
     * @param opener gives the adapter of a folder
     * @throws AdapterUnusableException when a file is missing, is another one than was registered, or the model can't apply it
     */
    public static LoraAdapter open(ObjectStore objects, String digest, Function<Path, LoraAdapter> opener) {
        try {
            Path folder = Files.createTempDirectory("titorelli-adapter");
            try {
                fetch(objects, digest, folder);
                return opener.apply(folder);
            } finally {
                delete(folder);
            }
        } catch (ModelDirectoryException e) {
            throw new AdapterUnusableException(
                    FaultCode.ADAPTER_DAMAGED, "adapter " + digest + ": " + String.join("; ", e.problems()));
        } catch (IOException | UncheckedIOException e) {
            throw new AdapterUnusableException(
                    FaultCode.INTERNAL, "adapter " + digest + " can't be put on this worker's disk: " + e.getMessage());
        }
    }

    private static void fetch(ObjectStore objects, String digest, Path folder) throws IOException {
        for (String file : AdapterFolder.NAMES) {
            String key = ObjectKeys.adapter(digest, file);
            StoredObject stored = objects.get(key)
                    .orElseThrow(() -> new AdapterUnusableException(
                            FaultCode.ADAPTER_NOT_FOUND, key + " is not in the object store"));
            Files.write(folder.resolve(file), stored.bytes());
        }
        String found = AdapterFolder.digest(folder);
        if (!found.equals(digest)) {
            throw new AdapterUnusableException(
                    FaultCode.ADAPTER_DAMAGED, "the files of adapter " + digest + " have the digest " + found);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (String file : AdapterFolder.NAMES) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
    }
}
