package dev.titorelli.worker.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.titorelli.worker.conditioning.ConditioningException.Code;
import dev.titorelli.worker.conformance.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptEncoderTest {
    @ParameterizedTest
    @CsvSource({
        "<|image_0|>,                1, UNKNOWN_IMAGE_TAG, <|image_0|>; allowed: numbers from 1",
        "<|image_2|> and <|image_1|>, 1, MISSING_IMAGE,    <|image_2|>",
        "<|image_99999999999|>,      2, MISSING_IMAGE,     allowed: <|image_1|> to <|image_2|>",
        "<|image_1|>,                0, MISSING_IMAGE,     allowed: no image tags",
        "<|image_1|>,                2, UNUSED_IMAGE,      picture 2 of 2",
        "no tag at all,              1, UNUSED_IMAGE,      picture 1 of 1"
    })
    void rejectsTagsThatDoNotMatchThePictures(String prompt, int pictures, Code code, String message)
            throws IOException {
        try (PromptTokenizer tokens =
                PromptTokenizer.open(Goldens.model("omnigen").resolve("tokenizer.json"))) {
            PromptEncoder encoder = new PromptEncoder(tokens);
            List<Integer> imageTokens = Collections.nCopies(pictures, 4);
            assertThatExceptionOfType(ConditioningException.class)
                    .isThrownBy(() -> encoder.encode(prompt, imageTokens))
                    .withMessageContaining(message)
                    .returns(code, ConditioningException::code);
        }
    }

    @Test
    void takesTagsInTheNegativePromptAsText() throws IOException {
        try (PromptTokenizer tokens =
                PromptTokenizer.open(Goldens.model("omnigen").resolve("tokenizer.json"))) {
            assertThat(new PromptEncoder(tokens).encodeText("<|image_1|>").spans())
                    .isEmpty();
        }
    }

    @Test
    void refusesATokenizerWithoutTheTemplatesTokens(@TempDir Path directory) throws IOException {
        String whole = Files.readString(Goldens.model("omnigen").resolve("tokenizer.json"));
        Path file = directory.resolve("tokenizer.json");
        Files.writeString(file, whole.replace("<|user|>", "<|loser|>").replace("<|end|>", "<|bend|>"));
        assertThatIOException()
                .isThrownBy(() -> PromptTokenizer.open(file))
                .withMessageContaining("tokenizer.json")
                .withMessageContaining("it lacks <|user|>, <|end|>, which every prompt needs");
    }
}
