package dev.titorelli.stream.request;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.GenerationRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyDigestTest {

    @Test
    void theSameBodyHasTheSameDigest() {
        assertThat(BodyDigest.of(aRequest().build()))
                .isEqualTo(BodyDigest.of(aRequest().build()));
    }

    @Test
    void anotherPromptIsAnotherBody() {
        assertThat(BodyDigest.of(aRequest().withPrompt("x").build()))
                .isNotEqualTo(BodyDigest.of(aRequest().withPrompt("y").build()));
    }

    @Test
    void theOrderOfLabelsDoesNotMatter() {
        assertThat(BodyDigest.of(withLabels("a", "b"))).isEqualTo(BodyDigest.of(withLabels("b", "a")));
    }

    @Test
    void aFieldThatHasItsDefaultDoesNotMatter() {
        GenerationRequest request = aRequest().build();
        request.setLabels(new LinkedHashMap<>());

        assertThat(BodyDigest.of(request))
                .isEqualTo(BodyDigest.of(aRequest().withImages(1).build()));
    }

    @Test
    void aSeedOfZeroIsNotNoSeed() {
        assertThat(BodyDigest.of(aRequest().withSeed(0).build()))
                .isNotEqualTo(BodyDigest.of(aRequest().build()));
    }

    private static GenerationRequest withLabels(String first, String second) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(first, "1");
        labels.put(second, "1");
        GenerationRequest request = aRequest().build();
        request.setLabels(labels);
        return request;
    }
}
