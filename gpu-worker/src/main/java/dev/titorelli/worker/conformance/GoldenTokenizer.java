package dev.titorelli.worker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.conditioning.PromptEncoder;
import dev.titorelli.worker.conditioning.PromptTemplate;
import dev.titorelli.worker.conditioning.PromptTokenizer;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prompts to ids, by the whole model's tokenizer and by those of the folders {@code tokenizer-<prefix>}. */
final class GoldenTokenizer implements GoldenGroup {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of("text", "image_hw", "templated", "raw_ids", "mm_ids", "img_spans", "chunks", "roundtrip");
    private static final String CASE = "tokenizer:";

    private final GoldenData data;
    private final GoldenModels models;

    GoldenTokenizer(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "tokenizer";
    }

    @Override
    public String ending() {
        return ".json";
    }

    @Override
    public void check(GoldenChecks checks) throws IOException {
        JsonNode prompts = data.json(name() + ending()).path("prompts");
        if (!prompts.isArray() || prompts.isEmpty()) {
            throw new IOException(name() + ending() + ": no list 'prompts'");
        }
        try (PromptTokenizer own = open(models.wholeDirectory())) {
            checkAll(checks, prompts, "", own);
            data.usedWith(CASE).forEach((name, example) -> checks.in(name, () -> pieces(checks, example, own)));
        }
        for (Path folder : data.models()) {
            String prefix = folder.getFileName().toString().replaceFirst("^tokenizer-", "") + "_";
            if (!folder.equals(models.wholeDirectory()) && prompts.path(0).has(prefix + "raw_ids")) {
                models.used(folder);
                try (PromptTokenizer tokenizer = open(folder)) {
                    checkAll(checks, prompts, prefix, tokenizer);
                }
            }
        }
        unknownFields(checks, prompts);
    }

    private static PromptTokenizer open(Path folder) throws IOException {
        return PromptTokenizer.open(file(folder));
    }

    private static Path file(Path folder) {
        Path ofDiffusers = folder.resolve(ModelLayout.DIFFUSERS.tokenizer());
        return Files.isRegularFile(ofDiffusers) ? ofDiffusers : folder.resolve(ModelLayout.ORIGINAL.tokenizer());
    }

    private void checkAll(GoldenChecks checks, JsonNode prompts, String prefix, PromptTokenizer tokenizer) {
        for (int i = 0; i < prompts.size(); i++) {
            JsonNode prompt = prompts.path(i);
            checks.in(prefix + "prompt" + i, () -> check(checks, prompt, prefix, tokenizer));
        }
    }

    private void check(GoldenChecks checks, JsonNode prompt, String prefix, PromptTokenizer tokenizer) {
        String text = prompt.path("text").asText();
        List<Integer> imageTokens = new ArrayList<>();
        prompt.path("image_hw")
                .forEach(hw -> imageTokens.add(hw.path(0).asInt() * hw.path(1).asInt() / 256));
        List<Integer> raw = tokenizer.encode(text);
        PromptTokens encoded = new PromptEncoder(tokenizer).encode(text, imageTokens);
        equal(checks, prompt, prefix + "raw_ids", raw);
        equal(checks, prompt, prefix + "mm_ids", encoded.ids());
        equal(checks, prompt, prefix + "img_spans", spans(encoded));
        equal(checks, prompt, prefix + "chunks", chunks(text, tokenizer));
        equal(checks, prompt, prefix + "templated", PromptTemplate.around(text));
        equal(checks, prompt, prefix + "roundtrip", tokenizer.decode(raw));
    }

    /** Null where there are none. */
    private static Object spans(PromptTokens tokens) {
        return tokens.spans().isEmpty()
                ? null
                : tokens.spans().stream()
                        .map(span -> List.of(span.start(), span.end()))
                        .toList();
    }

    private static List<List<Integer>> chunks(String text, PromptTokenizer tokenizer) {
        return PromptTemplate.chunks(text).stream().map(tokenizer::encode).toList();
    }

    private static void equal(GoldenChecks checks, JsonNode prompt, String field, Object found) {
        if (prompt.has(field)) {
            checks.equal(field, prompt.path(field), JSON.valueToTree(found));
        }
    }

    /** The text's pieces by the tokenizer's file; what other classes make of it only informs. */
    private void pieces(GoldenChecks checks, JsonNode example, PromptTokenizer tokenizer) throws IOException {
        Map<String, Integer> ids = ids();
        List<Integer> expected = new ArrayList<>();
        example.path("tokenizer_json").forEach(piece -> expected.add(ids.getOrDefault(piece.asText(), -1)));
        checks.equal(
                "tokenizer_json",
                expected,
                tokenizer.encode(example.path("text").asText()));
    }

    /** The ids of pieces, from the tokenizer's file. */
    private Map<String, Integer> ids() throws IOException {
        JsonNode file = JSON.readTree(file(models.wholeDirectory()).toFile());
        Map<String, Integer> ids = new HashMap<>();
        file.path("model")
                .path("vocab")
                .properties()
                .forEach(piece -> ids.put(piece.getKey(), piece.getValue().asInt()));
        file.path("added_tokens")
                .forEach(piece ->
                        ids.put(piece.path("content").asText(), piece.path("id").asInt()));
        return ids;
    }

    private void unknownFields(GoldenChecks checks, JsonNode prompts) throws IOException {
        Set<String> unknown = new LinkedHashSet<>();
        for (JsonNode prompt : prompts) {
            prompt.properties().stream().map(Map.Entry::getKey).forEach(unknown::add);
        }
        unknown.removeIf(field -> FIELDS.contains(field)
                || (field.contains("_")
                        && FIELDS.contains(field.substring(field.indexOf('_') + 1))
                        && hasFolder(field.substring(0, field.indexOf('_')))));
        unknown.forEach(
                field -> checks.results().add(GoldenResult.unknown(name(), field, "no comparison knows this field")));
    }

    private boolean hasFolder(String prefix) {
        return models.hasFolder("tokenizer-" + prefix) || models.hasFolder(prefix);
    }
}
