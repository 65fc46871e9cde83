package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.identity.Sha256;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ObjectMetadataTest {

    @Test
    void survivesItsTextForm() {
        ObjectMetadata metadata = of(Map.of("seed", "7", "empty", "", "sum", "a=b c"));
        assertThat(MetadataText.read(MetadataText.write(metadata))).isEqualTo(metadata);
    }

    @Test
    void refusesValuesThatAreNotPrintableAscii() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("prompt", "Käfer")));
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("prompt", "two\nlines")));
    }

    @Test
    void refusesBlanksThatHttpWouldFold() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("prompt", " red circle")));
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("prompt", "red  circle")));
    }

    @Test
    void refusesAUserValueInTheDigestsPlace() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("file-digest", "7")));
    }

    @Test
    void refusesNamesThatHttpWouldFold() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("jobDigest", "1")));
    }

    @Test
    void refusesMoreThanS3Keeps() {
        assertThat(of(Map.of("name", "x".repeat(1944))).user()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("name", "x".repeat(1945))));
    }

    private static ObjectMetadata of(Map<String, String> user) {
        return new ObjectMetadata("image/png", Sha256.of("picture"), new TreeMap<>(user));
    }
}
