package dev.titorelli.standalone;

import dev.titorelli.standalone.embedded.S3Server;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects that are served as S3.
 *
 * @param endpoint {@code http://host:port}
 * @param door how they came to be
 */
record ServedObjects(String endpoint, S3Door door) {

    /** By which settings the programs find them. A key that was given is the giver's to pass on. */
    Map<String, String> settings(DataDirectory directory) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("objects", "s3://" + S3Server.BUCKET);
        settings.put("objects.endpoint", endpoint);
        if (door.accessKeyId().isEmpty()) {
            settings.put("objects.access.key", door.accessKey(directory).id());
            settings.put("objects.secret.key.file", directory.s3SecretKey().toString());
        }
        return settings;
    }
}
