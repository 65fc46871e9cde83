package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conditioning.PromptTokenizer;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.preview.Latents;
import dev.titorelli.worker.preview.PreviewMap;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.TensorList;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An open model. Its weights are mapped from the directory's files, which must not change while it is open. Any thread
 * may ask and start; one device thread should run the steps. Computes on the CPU.
 *
 * <p>Re-implements <a href="https://github.com/VectorSpaceLab/OmniGen">OmniGen</a> in a call shape of its own: the
 * prefix once, the time tokens of all steps once, then a step is the image tokens alone.
 */
public final class OmniGen implements AutoCloseable {
    private final NDManager scope;
    private final PromptTokenizer tokenizer;
    private final PictureStart pictures;
    private final ModelDefaults defaults;
    private final ComputeType compute;
    private final Extras extras;
    private SortedMap<String, String> profile;

    /** What a model can do without. */
    record Extras(Optional<PreviewMap> previewMap, Optional<CachingFit> cachingFit, KeptFolder kept) {}

    OmniGen(
            NDManager scope,
            PromptTokenizer tokenizer,
            PictureStart pictures,
            ModelDefaults defaults,
            ComputeType compute,
            Extras extras,
            SortedMap<String, String> profile) {
        this.scope = scope;
        this.tokenizer = tokenizer;
        this.pictures = pictures;
        this.defaults = defaults;
        this.compute = compute;
        this.extras = extras;
        this.profile = profile;
    }

    /**
     * What the model of a directory may be asked for, without opening it.
     *
     * @throws ModelDirectoryException as {@link #open}
     */
    public static ModelLimits limitsOf(Path directory) {
        ModelDirectory files = ModelDirectory.read(directory);
        return ModelLimits.of(files.transformer(), files.positionSide());
    }

    /**
     * Opens a model directory in the original layout ({@code config.json}, {@code model.safetensors}, {@code
     * tokenizer.json}, {@code vae/}) or in diffusers' (with {@code model_index.json}); weights may be sharded and of
     * F32, BF16 or F16. An optional {@code generation_config.json} holds the defaults.
     *
     * @throws ModelDirectoryException when files, keys or tensors are missing or unexpected; the message lists all of
     *     them
     * @throws CannotStart when libtorch's native libraries are for another machine
     */
    public static OmniGen open(Path directory) {
        return open(directory, ComputeType.F32);
    }

    /**
     * The same with a type to compute in.
     *
     * @throws ModelDirectoryException as {@link #open(Path)}
     */
    public static OmniGen open(Path directory, ComputeType compute) {
        return open(directory, compute, KeptFolder.none());
    }

    /**
     * The same with a folder that keeps what later starts need not find out again: the digests of the model's files, the result of the
     * self-test, and the weights that had to be converted.
     *
     * @throws ModelDirectoryException as {@link #open(Path)}
     */
    public static OmniGen open(Path directory, ComputeType compute, KeptFolder kept) {
        return open(directory, compute, kept, new LoadTimes());
    }

    /**
     * Opens a model, and says where the time went.
     *
     * @param times gets the seconds of each part of the start
     */
    public static OmniGen open(Path directory, ComputeType compute, KeptFolder kept, LoadTimes times) {
        return new ModelOpening(directory, compute, kept, times).open();
    }

    /** Hex SHA-256 over the names and bytes of the model's files. */
    public String digest() {
        return profile.get("model");
    }

    /** What a request gets where it says nothing. */
    public ModelDefaults defaults() {
        return defaults;
    }

    /** What a request may ask for. */
    public ModelLimits limits() {
        return pictures.limits();
    }

    /**
     * How many prefix tokens each branch of a picture has.
     *
     * @param parameters their input pictures don't count
     * @param imageTokens of each prepared input picture
     * @throws ConditioningException when prompt and pictures don't fit each other
     */
    public List<Integer> branchTokens(SamplingParameters parameters, List<Integer> imageTokens) {
        return pictures.branches(parameters, imageTokens).stream()
                .map(PromptTokens::length)
                .toList();
    }

    /** What memory and arithmetic follow from. */
    public NetworkSizes sizes() {
        TransformerConfig config = pictures.transformer().config();
        return new NetworkSizes(
                config.layers(),
                config.hiddenSize(),
                config.intermediateSize(),
                config.keyValueHeads(),
                config.headSize(),
                compute == ComputeType.BF16 ? 2 : Float.BYTES,
                pictures.vae().config().blockChannels().get(0));
    }

    /**
     * What fixes the numbers: model digest, element type, device, instruction set, libtorch version, threads, lanes,
     * linear mode, and the adapters that are merged.
     */
    public SortedMap<String, String> profile() {
        return profile;
    }

    /** Hex SHA-256 of {@link #profile()}: within one profile the same parameters give the same pixels. */
    public String profileDigest() {
        return Digests.ofMap(profile);
    }

    /**
     * Opens an adapter of this model, as PEFT saves it: {@code adapter_config.json} and {@code
     * adapter_model.safetensors} (F32, BF16 or F16), trained on the original's names or on diffusers', whatever the
     * layout of this model. Of PEFT's options r, lora_alpha, use_rslora and target_modules count, the targets being
     * attention's products; any other that changes the result is refused by name. The caller closes it, before the
     * model.
     *
     * @throws ModelDirectoryException with everything that is wrong
     */
    public LoraAdapter adapter(Path directory) {
        return LoraAdapter.open(scope, directory, pictures.transformer().config(), compute);
    }

    /**
     * Adds an adapter to the weights in memory, for as long as the model is open: pictures take no longer than without
     * it, and differ from those with the adapter beside the weights by roundings. It is in the profile from now on.
     * Before the first picture, on the thread that starts them; the adapter may be closed then.
     *
     * @throws IllegalArgumentException when the adapter was opened for another model
     */
    public void merge(ScaledAdapter adapter) {
        if (!adapter.adapter().isOf(scope)) {
            throw new IllegalArgumentException("the adapter was opened for another model");
        }
        pictures.transformer().merge(scope, Lora.of(Optional.of(adapter)));
        SortedMap<String, String> merged = new TreeMap<>(profile);
        merged.merge("merged", adapter.adapter().digest() + " at " + adapter.scale(), (a, b) -> a + ", " + b);
        profile = Collections.unmodifiableSortedMap(merged);
    }

    /**
     * Starts a picture: tokens, input pictures, the prefix of every branch and the time tokens of all steps. The caller
     * closes the result.
     *
     * @throws ConditioningException when the parameters don't fit this model
     */
    public Sampling start(SamplingParameters parameters) {
        return start(parameters, PrefixSharing.NONE);
    }

    /**
     * The same with prefixes and time tokens that other pictures have left on a shelf, and may find there: the images of
     * a stage and the seeds of a sweep prefill once. The picture's bits are those that it would have without a shelf.
     *
     * @throws ConditioningException as {@link #start(SamplingParameters)}
     */
    public Sampling start(SamplingParameters parameters, PrefixSharing sharing) {
        return pictures.start(scope, parameters, sharing);
    }

    /**
     * The same, to be computed pass by pass; nothing is yet. The caller closes the result, or the picture that comes of it.
     *
     * @throws ConditioningException as {@link #start(SamplingParameters)}
     */
    public Preparation prepare(SamplingParameters parameters, PrefixSharing sharing) {
        return pictures.prepare(scope, parameters, sharing);
    }

    /**
     * The words of a prompt that the tokenizer doesn't know, in order, each once; empty when it knows every word by its
     * bytes.
     */
    public List<String> unknownWords(String prompt) {
        return tokenizer.unknownWords(prompt);
    }

    /**
     * Words that the tokenizer tells from each other, each one token, so that prompts of different ones are different for the model too.
     *
     * @param most so many at most
     */
    public List<String> tellingTokens(int most) {
        return tokenizer.tellingTokens(most);
    }

    /** Encodes input pictures as a start does, and drops the latents. */
    public void encode(List<RgbImage> inputs) {
        try (NDManager step = scope.newSubManager()) {
            inputs.forEach(input -> pictures.inputLatents().encode(step, input));
        }
    }

    /** The linear map from latents to small pictures that lies beside the VAE, if one was fitted. */
    public Optional<PreviewMap> previewMap() {
        return extras.previewMap();
    }

    /** The fit of step caching that lies beside the weights, if there is one: part of a picture's parameters, not of the profile. */
    public Optional<CachingFit> cachingFit() {
        return extras.cachingFit();
    }

    /** A picture's latents, as an input picture's; its sides are multiples of 16. */
    public Latents encoded(RgbImage image) {
        try (NDManager step = scope.newSubManager()) {
            NDArray latents = pictures.inputLatents().encode(step, image);
            return new Latents(
                    image.widthPx() / Latents.PLACE_PX, image.heightPx() / Latents.PLACE_PX, latents.toFloatArray());
        }
    }

    /** The picture of latents. */
    public RgbImage decoded(Latents latents) {
        try (NDManager step = scope.newSubManager()) {
            NDArray array =
                    step.create(latents.values(), new Shape(1, Latents.CHANNELS, latents.height(), latents.width()));
            return pictures.sampler().image(pictures.vae().decode(step, array, (block, output) -> {}));
        }
    }

    /** Tensors that somebody in this process has not closed, and packed lists of them. Any thread. */
    public long nativeArrays() {
        return scope.getParentManager().getManagedArrays().size() + (long) TensorList.open();
    }

    /** Where this model's starts keep what the next ones need not find out again. */
    public KeptFolder kept() {
        return extras.kept();
    }

    /** What holds the weights; closed with the model. */
    public NDManager scope() {
        return scope;
    }

    /** The parts that start a picture, for those who look at each. */
    public PictureStart pictures() {
        return pictures;
    }

    @Override
    public void close() {
        pictures.close();
        tokenizer.close();
        scope.close();
    }
}
