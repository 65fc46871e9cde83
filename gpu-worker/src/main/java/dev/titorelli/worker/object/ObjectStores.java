package dev.titorelli.worker.object;

import dev.titorelli.fault.CannotStart;
import java.nio.file.Path;
import java.util.Map;

/** Which kind of store a setting asks for. */
public final class ObjectStores {

    /** The setting that says where objects lie: a directory, or {@code s3://bucket/prefix}. */
    public static final String OBJECTS = "objects";

    private ObjectStores() {}

    /**
     * Opens the store that {@value #OBJECTS} names; for S3 with {@code objects.*} (docs/configuration.md), and checked. Settings of
     * other names are left alone. Nothing of S3 is loaded for a directory.
     *
     * @throws CannotStart when settings are wrong or S3 refuses, naming what to change
     * @throws ObjectStoreUnavailableException when S3 gives no answer for now
     */
    public static ObjectStore open(Map<String, String> settings) {
        String objects = settings.getOrDefault(OBJECTS, "").strip();
        if (objects.isEmpty()) {
            throw new CannotStart(OBJECTS + ": expected a directory or s3://bucket/prefix");
        }
        return objects.startsWith("s3:") ? openS3(settings) : new FileObjectStore(Path.of(objects));
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
