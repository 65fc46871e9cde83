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
    void refusesNamesThatHttpWouldFold() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("jobDigest", "1")));
    }

    @Test
    void refusesMoreThanTwoKilobytes() {
        assertThat(of(Map.of("name", "x".repeat(2044))).user()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("name", "x".repeat(2045))));
    }

    private static ObjectMetadata of(Map<String, String> user) {
        return new ObjectMetadata("image/png", Sha256.of("picture"), new TreeMap<>(user));
    }
}
