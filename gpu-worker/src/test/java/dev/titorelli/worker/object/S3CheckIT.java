package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3CheckIT {

    @TempDir
    private static Path directory;

    private static LocalS3 s3;

    @BeforeAll
    static void start() throws Exception {
        s3 = LocalS3.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        s3.stop();
    }

    @Test
    void passesOnAFreshPrefixAndAgainOnAUsedOne() {
        Map<String, String> settings = s3.settings("passes");
        assertThatCode(() -> ObjectStores.open(settings)).doesNotThrowAnyException();
        assertThat(ObjectStores.open(settings)).isInstanceOf(S3ObjectStore.class);
    }

    @Test
    void namesTheKeysWhenTheSecretIsWrong() {
        Map<String, String> settings = s3.settings("secret");
        settings.put("objects.secret.key", "another-secret");
        requireCannotStart(settings, "objects.secret.key", "SignatureDoesNotMatch");
    }

    @Test
    void namesTheKeysWhenTheUserIsUnknown() {
        Map<String, String> settings = s3.settings("user");
        settings.put("objects.access.key", "nobody");
        requireCannotStart(settings, "objects.access.key", "403");
    }

    @Test
    void namesTheBucketThatIsMissing() {
        Map<String, String> settings = s3.settings("bucket");
        settings.put("objects", "s3://elsewhere/bucket");
        requireCannotStart(settings, "no bucket elsewhere", "objects");
    }

    private static void requireCannotStart(Map<String, String> settings, String... parts) {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> ObjectStores.open(settings))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(parts)
                        .doesNotContain("another-secret", "localsecret", "\n"));
    }
}
