package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.settings.SettingKeys;
import dev.titorelli.worker.object.S3Settings.Door;
import dev.titorelli.worker.object.S3Settings.Limits;
import dev.titorelli.worker.object.S3Settings.Place;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3SettingsTest {

    @Test
    void asksAwsWithBucketsInHostNamesUnlessToldOtherwise() {
        S3Settings read = S3Settings.read(Map.of("objects", "s3://pictures", "objects.region", "eu-central-1"));
        assertThat(read)
                .isEqualTo(new S3Settings(
                        new Place("pictures", ""),
                        new Door(Optional.empty(), "eu-central-1", false),
                        Optional.empty(),
                        Limits.DEFAULT,
                        16 << 20));
    }

    @Test
    void asksAnEndpointOfOnesOwnWithBucketsInPaths() {
        S3Settings read =
                S3Settings.read(Map.of("objects", "s3://pictures/a/b/", "objects.endpoint", "http://127.0.0.1:9000"));
        assertThat(read.door())
                .isEqualTo(new Door(Optional.of(URI.create("http://127.0.0.1:9000")), "us-east-1", true));
        assertThat(read.place().fullKey("c.png")).isEqualTo("a/b/c.png");
    }

    @Test
    void readsEveryLimit() {
        S3Settings read = S3Settings.read(Map.of(
                "objects", "s3://pictures",
                "objects.region", "eu-central-1",
                "objects.path.style", "true",
                "objects.connect.timeout.ms", "1",
                "objects.attempt.timeout.ms", "2",
                "objects.timeout.ms", "3",
                "objects.attempts", "4",
                "objects.multipart.bytes", "5242880"));
        assertThat(read.limits())
                .isEqualTo(new Limits(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3), 4));
        assertThat(read.multipartBytes()).isEqualTo(5242880);
        assertThat(read.door().pathStyle()).isTrue();
    }

    @Test
    void tellsAllProblemsTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.read(Map.of(
                        "objects", "s3://Pictures",
                        "objects.endpoint", "ftp://user:secret@host",
                        "objects.path.style", "yes",
                        "objects.access.key", "only-half",
                        "objects.attempts", "0",
                        "objects.timeout.ms", "soon",
                        "objects.multipart.bytes", "1",
                        "objects.regoin", "x")))
                .satisfies(
                        e -> assertThat(e.getMessage().split("; ")).hasSize(8).doesNotContain("secret", "only-half"));
    }

    @Test
    void needsARegionForAws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.read(Map.of("objects", "s3://pictures")))
                .withMessageContaining("objects.region: needed unless objects.endpoint is set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "pictures", "s3:pictures", "s3://", "s3://ab", "s3://abc//d", "s3://abc/../d", "s3://abc/.d"
            })
    void refusesWhatIsNoPlace(String objects) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.read(Map.of("objects", objects, "objects.region", "eu-central-1")))
                .withMessageContaining("expected s3://bucket");
    }

    @Test
    void hidesTheKeyInItsTextForm() {
        S3Settings read = S3Settings.read(Map.of(
                "objects", "s3://pictures",
                "objects.region", "eu-central-1",
                "objects.access.key", "my-id",
                "objects.secret.key", "my-secret",
                "objects.session.token", "my-token"));
        assertThat(read.toString()).doesNotContain("my-id", "my-secret", "my-token");
    }

    @Test
    void hasTheDefaultsThatTheTableOfSettingsTells() {
        Map<String, String> place = Map.of("objects", "s3://pictures", "objects.region", "eu-central-1");
        Map<String, String> told = new HashMap<>(place);
        SettingKeys.all().stream()
                .filter(key -> key.name().startsWith("objects.") && key.fallback() != null)
                .forEach(key -> told.put(key.name(), key.fallback()));
        assertThat(told).hasSize(7);
        assertThat(S3Settings.read(told)).isEqualTo(S3Settings.read(place));
    }

    @Test
    void knowsEveryNameInTheTableOfSettings() {
        Map<String, String> all = new HashMap<>(Map.of("objects", "s3://pictures"));
        SettingKeys.all().stream()
                .filter(key -> key.name().startsWith("objects."))
                .forEach(key -> all.put(key.name(), "?"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.read(all))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("no such setting"));
    }

    @Test
    void leavesOtherSettingsAlone() {
        S3Settings read = S3Settings.read(Map.of(
                "objects", "s3://pictures", "objects.region", "eu-central-1", "worker.name", "w", "objectsX", "y"));
        assertThat(read.place()).hasToString("s3://pictures");
    }
}
