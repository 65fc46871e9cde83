package dev.titorelli.worker.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.checkpoint.FileDigests;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.KeptWeights;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.TransformerWeights;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.conditioning.PromptEncoder;
import dev.titorelli.worker.conditioning.PromptTokenizer;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Opens a model, once. The digest of its files, where no earlier start has left it, is computed beside the rest: to read a large
 * model whole takes longer than to map it.
 */
final class ModelOpening {
    private final Path directory;
    private final ComputeType compute;
    private final LoadTimes times;
    private final ModelDirectory files;
    private final FileDigests digests;
    private final SelfTests selfTests;
    private final KeptWeights weights;
    private final KeptFolder kept;
    private final CompletableFuture<String> digest = new CompletableFuture<>();

    ModelOpening(Path directory, ComputeType compute, KeptFolder kept, LoadTimes times) {
        NativeLibraries.require();
        this.directory = directory;
        this.kept = kept;
        this.compute = compute;
        this.times = times;
        this.files = ModelDirectory.read(directory);
        this.digests = new FileDigests(kept);
        this.selfTests = new SelfTests(kept);
        this.weights = new KeptWeights(kept, digests, digest::join, Clock.systemUTC());
    }

    /** As {@link OmniGen#open}. */
    OmniGen open() {
        Thread reading = new Thread(this::readDigest, "model-digest");
        reading.setDaemon(true);
        reading.start();
        NDManager scope = times.time("engine", () -> NDManager.newBaseManager(Device.cpu(), "PyTorch"));
        try {
            return opened(scope);
        } catch (RuntimeException e) {
            scope.close();
            digest.exceptionally(failure -> "").join(); // nobody reads the files once this has failed
            throw failure(e);
        }
    }

    private RuntimeException failure(RuntimeException e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        if (cause instanceof UncheckedIOException) {
            return new ModelDirectoryException(directory, List.of(String.valueOf(cause.getMessage())));
        }
        return cause instanceof RuntimeException runtime ? runtime : e;
    }

    private void readDigest() {
        try {
            digest.complete(times.time("digest", () -> Digests.ofFiles(directory, files.files(), digests::of)));
        } catch (RuntimeException e) {
            digest.completeExceptionally(e);
        }
    }

    private OmniGen opened(NDManager scope) {
        PromptTokenizer tokenizer = times.time("tokenizer", this::tokenizer);
        try {
            Vae vae = times.time("vae", () -> vae(scope));
            Transformer transformer = times.time("weights", () -> transformer(scope));
            String modelDigest = digest.join();
            LinearBlocks blocks = times.time(
                    "selfTest",
                    () -> selfTests.chosen(scope, transformer, DeviceProfile.withoutLinears(modelDigest, compute)));
            SortedMap<String, String> profile = DeviceProfile.of(modelDigest, compute, blocks, transformer.products());
            PictureStart pictures = pictures(scope, tokenizer, vae, new Stepping(transformer, blocks, profile));
            OmniGen.Extras extras = new OmniGen.Extras(
                    PreviewMaps.find(directory, files, digests::of), CachingFits.find(directory, modelDigest), kept);
            return new OmniGen(scope, tokenizer, pictures, files.defaults(), compute, extras, profile);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** An id beyond the token table would stop the picture that has it, not the start. */
    private PromptTokenizer tokenizer() {
        PromptTokenizer tokenizer =
                read(() -> PromptTokenizer.open(directory.resolve(files.layout().tokenizer())));
        int rows = files.transformer().vocabularySize();
        if (tokenizer.largestId() >= rows) {
            tokenizer.close();
            throw new ModelDirectoryException(
                    directory,
                    List.of("%s: the largest token id is %d; the model's vocabulary has %d"
                            .formatted(files.layout().tokenizer(), tokenizer.largestId(), rows)));
        }
        return tokenizer;
    }

    private Vae vae(NDManager scope) {
        KeptWeights.Sources sources =
                weights.sources("vae", files.vaeWeights(), files.vaeLayout().all(), ComputeType.F32);
        return new Vae(scope, files.vae(), files.vaeLayout(), load(scope, sources, ComputeType.F32));
    }

    private Transformer transformer(NDManager scope) {
        KeptWeights.Sources sources = weights.sources(
                "transformer",
                files.transformerWeights(),
                files.transformerLayout().all(),
                compute);
        return new Transformer(
                scope,
                files.transformer(),
                files.positionSide(),
                TransformerWeights.of(load(scope, sources, compute), files.transformerLayout()));
    }

    private static Weights load(NDManager scope, KeptWeights.Sources sources, ComputeType compute) {
        return read(() -> Weights.load(scope, sources.checkpoint(), sources.specs(), compute));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private record Stepping(Transformer transformer, LinearBlocks blocks, SortedMap<String, String> profile) {}

    private PictureStart pictures(NDManager scope, PromptTokenizer tokenizer, Vae vae, Stepping stepping) {
        Transformer transformer = stepping.transformer();
        Sampler sampler = new Sampler(scope);
        PrefixKeys keys = new PrefixKeys(
                Digests.ofMap(stepping.profile()), files.defaults().vaePosterior());
        return new PictureStart(
                new PromptEncoder(tokenizer),
                transformer,
                new StepBatch(transformer, stepping.blocks()),
                new InputLatents(vae, sampler, files.defaults().vaePosterior()),
                new Prefixes(scope, transformer, keys, files.defaults().negativePrompt()),
                sampler,
                vae,
                ModelLimits.of(files.transformer(), files.positionSide()));
    }
}
