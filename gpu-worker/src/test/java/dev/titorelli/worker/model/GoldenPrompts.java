package dev.titorelli.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.conditioning.PromptEncoder;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The prompts of the goldens' requests, encoded by the product. */
final class GoldenPrompts {
    private static final int MAX_INPUT_SIZE_PX = 128;

    private GoldenPrompts() {}

    static PromptTokens conditional(String request, int row) {
        return prompts().encode(prompt(request, row), imageTokens(request, row));
    }

    static PromptTokens unconditional() {
        return prompts().encodeText(OpenModels.tiny().defaults().negativePrompt());
    }

    /** The reference gives a row without pictures the unconditional prompt. */
    static PromptTokens imageOnly(String request, int row) {
        List<Integer> imageTokens = imageTokens(request, row);
        return imageTokens.isEmpty() ? unconditional() : prompts().encodeImagesOnly(imageTokens);
    }

    /** Conditional, unconditional, imageOnly of the first row. */
    static List<PromptTokens> branches(String request) {
        return List.of(conditional(request, 0), unconditional(), imageOnly(request, 0));
    }

    static int rows(String request) {
        return request(request).path("prompts").size();
    }

    private static PromptEncoder prompts() {
        return OpenModels.tiny().pictures().prompts();
    }

    private static JsonNode request(String request) {
        return Goldens.json("manifest.json").path("cases").path("processor:" + request);
    }

    private static String prompt(String request, int row) {
        return request(request).path("prompts").path(row).asText();
    }

    private static List<Integer> imageTokens(String request, int row) {
        List<Integer> tokens = new ArrayList<>();
        try {
            for (JsonNode name : request(request).path("images").path(row)) {
                byte[] file = Files.readAllBytes(Goldens.image(name.asText()));
                tokens.add(InputPicture.tokens(
                        InputPicture.prepare(PictureReader.read(file, PixelRules.REFERENCE), MAX_INPUT_SIZE_PX)));
            }
        } catch (IOException | UnreadablePictureException e) {
            throw new IllegalStateException(e);
        }
        return tokens;
    }
}
