package dev.titorelli.worker.conformance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.checkpoint.AdapterConfig;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.conditioning.PromptEncoder;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.InputLatents;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.ModelLimits;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.PictureStart;
import dev.titorelli.worker.model.VaePosterior;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The models of golden data, computing in F32. Requests go to the first whole model, one in the original layout before
 * others.
 * Opened when first asked for. One thread.
 */
final class GoldenModels implements AutoCloseable {
    private final GoldenData data;
    private final NDManager scope;
    private final OmniGen whole;
    private final Path wholeDirectory;
    private final Map<Path, GoldenTransformer> transformers = new HashMap<>();
    private final Map<JsonNode, List<GoldenRow>> rows = new HashMap<>();
    private final TreeSet<String> used = new TreeSet<>();

    private GoldenModels(GoldenData data, Path wholeDirectory) {
        this.data = data;
        this.wholeDirectory = wholeDirectory;
        this.whole = OmniGen.open(wholeDirectory, ComputeType.F32);
        this.scope = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        used(wholeDirectory);
    }

    /** @throws IOException when there is no whole model */
    static GoldenModels open(GoldenData data) throws IOException {
        return new GoldenModels(
                data,
                data.models().stream()
                        .filter(GoldenModels::isWhole)
                        .min(Comparator.comparing(
                                folder -> ModelLayout.of(folder).equals(ModelLayout.ORIGINAL) ? 0 : 1))
                        .orElseThrow(() -> new IOException(
                                "no golden data: no folder of models/ has config.json, tokenizer.json and vae/")));
    }

    private static boolean isWhole(Path directory) {
        ModelLayout layout = ModelLayout.of(directory);
        return Files.isRegularFile(directory.resolve(layout.config()))
                && Files.isRegularFile(directory.resolve(layout.tokenizer()))
                && Files.isRegularFile(directory.resolve(ModelLayout.VAE_CONFIG));
    }

    NDManager scope() {
        return scope;
    }

    /** The parts of the whole model, the input pictures' latents at their mode. */
    PictureStart parts() {
        PictureStart parts = whole.pictures();
        return new PictureStart(
                parts.prompts(),
                parts.transformer(),
                parts.batch(),
                new InputLatents(parts.vae(), parts.sampler(), VaePosterior.MODE),
                parts.prefixes(),
                parts.sampler(),
                parts.vae(),
                parts.limits());
    }

    Path wholeDirectory() {
        return wholeDirectory;
    }

    /** The whole model's transformer. */
    GoldenTransformer transformer() throws IOException {
        return transformer(wholeDirectory);
    }

    /** The transformer of a folder. */
    GoldenTransformer transformer(Path directory) throws IOException {
        GoldenTransformer known = transformers.get(directory);
        if (known == null) {
            known = GoldenTransformer.open(scope, directory, ComputeType.F32);
            transformers.put(directory, known);
        }
        used(directory);
        return known;
    }

    /** The transformers of other folders with the same numbers in another layout. */
    List<GoldenTransformer> twins(GoldenTransformer of) throws IOException {
        List<GoldenTransformer> twins = new ArrayList<>();
        for (Path directory : data.models()) {
            if (!directory.equals(of.directory()) && GoldenTransformer.isIn(directory)) {
                boolean before = used.contains(directory.getFileName().toString());
                GoldenTransformer other = transformer(directory);
                if (other.equalsInNumbers(of)) {
                    twins.add(other);
                } else if (!before) {
                    used.remove(other.name());
                }
            }
        }
        return twins;
    }

    /** The folder whose name stands in a text, the longest; else the one that begins like the case. */
    Optional<Path> named(String text, String caseName) throws IOException {
        List<Path> folders = data.models().stream()
                .filter(GoldenTransformer::isIn)
                .filter(folder -> !folder.equals(wholeDirectory))
                .toList();
        String begin = caseName.split("[_-]", 2)[0];
        return longest(folders, folder -> text.contains(folder) ? folder.length() : 0)
                .or(() -> longest(folders, folder -> folder.startsWith(begin) ? 1 : 0));
    }

    private static Optional<Path> longest(List<Path> folders, ToIntFunction<String> length) {
        Path best = null;
        int most = 0;
        for (Path folder : folders) {
            int found = length.applyAsInt(folder.getFileName().toString());
            if (found > most) {
                most = found;
                best = folder;
            }
        }
        return Optional.ofNullable(best);
    }

    boolean hasFolder(String name) {
        return Files.isDirectory(wholeDirectory.resolveSibling(name));
    }

    /** The folder with a PEFT adapter: the one that a text names, else the first. */
    Path adapterFolder(String text) throws IOException {
        List<Path> folders = data.models().stream()
                .filter(folder -> Files.isRegularFile(folder.resolve(AdapterConfig.NAME)))
                .toList();
        Path folder = longest(folders, name -> text.contains(name) ? name.length() : 0)
                .or(() -> folders.stream().findFirst())
                .orElseThrow(() -> new IOException("no folder of models/ has " + AdapterConfig.NAME));
        used(folder);
        return folder;
    }

    /** An adapter of the whole model; the caller closes it. */
    LoraAdapter adapter(Path folder) {
        return whole.adapter(folder);
    }

    void used(Path directory) {
        used.add(directory.getFileName().toString());
    }

    /** The folders that no comparison used. */
    List<String> unused() throws IOException {
        return data.models().stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> !used.contains(name))
                .toList();
    }

    PromptEncoder prompts() {
        return whole.pictures().prompts();
    }

    /** A golden request's rows, encoded. */
    List<GoldenRow> rows(JsonNode request) throws IOException {
        if (rows.containsKey(request)) {
            return rows.get(request);
        }
        List<GoldenRow> encoded = new ArrayList<>();
        for (int row = 0; row < request.path("prompts").size(); row++) {
            List<String> names = new ArrayList<>();
            request.path("images").path(row).forEach(name -> names.add(name.asText()));
            encoded.add(row(request.path("prompts").path(row).asText(), names));
        }
        rows.put(request, encoded);
        return encoded;
    }

    /** The request of that name: under {@code processor:} or {@code sample:}. */
    JsonNode request(String name) {
        for (String prefix : List.of("processor:", "sample:")) {
            if (data.cases().has(prefix + name)) {
                return data.used(prefix + name);
            }
        }
        throw new IllegalArgumentException("the manifest has no case processor:" + name);
    }

    /** The guidance of a request, from the manifest's case {@code cfg}. */
    JsonNode guidance(String request) {
        return data.used("cfg").path(request);
    }

    private GoldenRow row(String prompt, List<String> images) throws IOException {
        List<RgbImage> inputs = new ArrayList<>();
        for (String image : images) {
            inputs.add(data.picture("images/" + image));
        }
        List<RgbImage> pictures = inputs.stream()
                .map(input -> InputPicture.prepare(input, maxInputSizePx()))
                .toList();
        List<Integer> tokens = pictures.stream().map(InputPicture::tokens).toList();
        PromptTokens unconditional = prompts().encodeText(negativePrompt());
        PromptTokens imageOnly = tokens.isEmpty() ? unconditional : prompts().encodeImagesOnly(tokens);
        return new GoldenRow(prompt, prompts().encode(prompt, tokens), unconditional, imageOnly, inputs, pictures);
    }

    /** Image tokens of an output of the manifest's size. */
    int outputTokens() {
        int height = data.settings().path("height").asInt(whole.defaults().heightPx());
        int width = data.settings().path("width").asInt(whole.defaults().widthPx());
        return height * width / (ModelLimits.PATCH_PX * ModelLimits.PATCH_PX);
    }

    int maxInputSizePx() {
        return data.settings().path("max_image_size").asInt(whole.defaults().maxInputSizePx());
    }

    /** The reference's own, which the tokenizer's file repeats. */
    String negativePrompt() throws IOException {
        String file = "tokenizer.json";
        String fallback = whole.defaults().negativePrompt();
        return data.has(file) ? data.json(file).path("negative_prompt").asText(fallback) : fallback;
    }

    /** The latents of prepared pictures, at their mode. */
    List<NDArray> latents(NDManager step, List<RgbImage> pictures) {
        InputLatents latents = parts().inputLatents();
        return pictures.stream().map(picture -> latents.encode(step, picture)).toList();
    }

    @Override
    public void close() {
        transformers.values().forEach(GoldenTransformer::close);
        scope.close();
        whole.close();
    }
}
