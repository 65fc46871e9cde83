package dev.titorelli.standalone.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.bench.ModelBench;
import dev.titorelli.worker.conditioning.PromptEncoder;
import dev.titorelli.worker.conditioning.PromptTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPromptsTest {

    private static final Path SHIPPED = Path.of("../models/shapes/tokenizer.json");
    private static final int MANY = 300;

    @TempDir
    private Path folder;

    @Test
    void promptsAreDifferentForTheShippedModel() throws Exception {
        assertDifferentTokens(SHIPPED);
    }

    @Test
    void promptsAreDifferentForAModelThatKnowsNoWord() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode file = (ObjectNode) json.readTree(SHIPPED.toFile());
        ObjectNode words = (ObjectNode) file.at("/model/vocab");
        List<String> plain = new ArrayList<>();
        words.fieldNames().forEachRemaining(word -> plain.add(word));
        plain.removeIf(word -> word.startsWith("<"));
        words.remove(plain);
        Path wordless = folder.resolve("tokenizer.json");
        json.writeValue(wordless.toFile(), file);

        assertDifferentTokens(wordless);
    }

    @Test
    void refusesATokenizerThatTellsNoTwoWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BenchPrompts(List.of("red")))
                .withMessage("the tokenizer tells words [red]: needed are two or more");
    }

    private static void assertDifferentTokens(Path file) throws Exception {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(file)) {
            PromptEncoder encoder = new PromptEncoder(tokenizer);
            BenchPrompts prompts = new BenchPrompts(tokenizer.tellingTokens(64));
            List<List<Integer>> ids = IntStream.range(0, MANY)
                    .mapToObj(prompts::of)
                    .map(prompt -> encoder.encode(prompt, List.of()).ids())
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(ids)
                    .extracting(List::size)
                    .containsOnly(
                            encoder.encode(ModelBench.PROMPT, List.of()).ids().size());
        }
    }
}
