package dev.titorelli.worker.object;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Which kind of store a setting asks for. */
public final class ObjectStores {

    /** The setting that says where objects lie: a directory, or {@code s3://bucket/prefix}. */
    public static final String OBJECTS = "objects";

    private ObjectStores() {}

    /**
     * Opens the store that {@value #OBJECTS} names; for S3 with {@code objects.*} (docs/configuration.md), and checked. Settings of
     * other names are left alone. A directory is made where there is none, and tried; nothing of S3 is loaded for it.
     *
     * @throws CannotStart when settings are wrong, S3 refuses or the directory can't be written, naming what to change
     * @throws ObjectStoreUnavailableException when S3 gives no answer for now
     */
    public static ObjectStore open(Map<String, String> settings) {
        String objects = place(settings);
        return isS3(objects) ? openS3(settings) : openDirectory(Path.of(objects));
    }

    /**
     * The same store for a user of a running system: nothing is made or asked beforehand, so that reading needs no right to write.
     * What is wrong is found out by the first call.
     *
     * @throws CannotStart when settings are wrong
     */
    public static ObjectStore connect(Map<String, String> settings) {
        String objects = place(settings);
        return isS3(objects) ? new S3ObjectStore(s3(settings)) : new FileObjectStore(Path.of(objects));
    }

    /** Throws an {@link IllegalArgumentException} that names all that is wrong in what {@link #open} reads, without opening anything. */
    public static void requireValid(Map<String, String> settings) {
        if (isS3(settings.getOrDefault(OBJECTS, ""))) {
            S3Settings.read(settings);
        }
    }

    private static String place(Map<String, String> settings) {
        String objects = settings.getOrDefault(OBJECTS, "").strip();
        if (objects.isEmpty()) {
            throw new CannotStart(OBJECTS + ": expected a directory or s3://bucket/prefix");
        }
        return objects;
    }

    private static boolean isS3(String objects) {
        return objects.startsWith("s3:");
    }

    private static ObjectStore openDirectory(Path directory) {
        try {
            FolderCheck.run(Files.createDirectories(directory));
            return new FileObjectStore(directory);
        } catch (IOException e) {
            throw new CannotStart(
                    "object store " + directory + ": can't write there (" + e
                            + "): give this user the right to, or name" + " another folder in objects",
                    e);
        }
    }

    private static ObjectStore openS3(Map<String, String> settings) {
        S3ObjectStore store = new S3ObjectStore(s3(settings));
        try {
            store.check();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static S3Settings s3(Map<String, String> settings) {
        try {
            return S3Settings.read(settings);
        } catch (IllegalArgumentException e) {
            throw new CannotStart(e.getMessage(), e);
        }
    }
}
