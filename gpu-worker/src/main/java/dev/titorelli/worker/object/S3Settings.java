package dev.titorelli.worker.object;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where an S3 store is and how it is asked.
 *
 * @param place bucket and prefix
 * @param door address, region and form of the addresses
 * @param accessKey who asks; empty for the AWS SDK's default chain (environment, profile, role)
 * @param limits how long and how often a call is tried
 * @param multipartBytes an object above this size is sent in parts of this size
 */
public record S3Settings(Place place, Door door, Optional<AccessKey> accessKey, Limits limits, int multipartBytes) {

    /** Size above which an object goes in parts, unless a setting says otherwise. */
    public static final int DEFAULT_MULTIPART_BYTES = 16 << 20;

    /** S3 wants all parts but the last to have this size at least. */
    static final int MIN_PART_BYTES = 5 << 20;

    /**
     * Reads {@code objects = s3://bucket/prefix} and the settings {@code objects.*} of docs/configuration.md; other settings are
     * left alone. What is left out has its default.
     *
     * @throws IllegalArgumentException naming every setting that is wrong, its value (never a key's) and what is allowed
     */
    public static S3Settings read(Map<String, String> settings) {
        return new S3SettingsReading(settings).read();
    }

    /**
     * Where objects lie.
     *
     * @param prefix what all keys begin with, without slash at its ends; empty for none
     */
    public record Place(String bucket, String prefix) {

        /** The name in S3 of the object of a key. */
        String fullKey(String key) {
            return prefix.isEmpty() ? key : prefix + "/" + key;
        }

        @Override
        public String toString() {
            return "s3://" + fullBucket();
        }

        private String fullBucket() {
            return prefix.isEmpty() ? bucket : bucket + "/" + prefix;
        }
    }

    /**
     * How S3 is reached.
     *
     * @param endpoint {@code http(s)://host:port}; empty for AWS
     * @param pathStyle whether addresses are {@code host/bucket/key} rather than {@code bucket.host/key}
     */
    public record Door(Optional<URI> endpoint, String region, boolean pathStyle) {}

    /**
     * What S3 knows a user by; the text form hides the secrets.
     *
     * @param sessionToken of temporary credentials; empty for others
     */
    public record AccessKey(String id, String secret, Optional<String> sessionToken) {

        @Override
        public String toString() {
            return "AccessKey[***]";
        }
    }

    /**
     * How long and how often a call is tried.
     *
     * @param connect until a connection stands
     * @param attempt until the answer to one request is there, and longest silence
     * @param call of one call of the store in all: requests, retries and pauses
     * @param attempts of one request at most, 1 for no retry
     */
    public record Limits(Duration connect, Duration attempt, Duration call, int attempts) {

        /** 2 s to connect, 15 s an attempt, 40 s in all, three attempts. */
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(40), 3);
    }
}
