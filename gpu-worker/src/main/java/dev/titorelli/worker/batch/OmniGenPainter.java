package dev.titorelli.worker.batch;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.worker.adapter.AdapterHold;
import dev.titorelli.worker.adapter.AdapterObjects;
import dev.titorelli.worker.adapter.AdapterShelf;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.conditioning.PreparedSize;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.CachingFit;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.ModelLimits;
import dev.titorelli.worker.model.NetworkSizes;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.PrefixSharing;
import dev.titorelli.worker.model.PrefixShelf;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.model.ScaledAdapter;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.ModelSizes;
import dev.titorelli.worker.schedule.RowLength;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** OmniGen at the device loop's service. The model stays its owner's to close. */
public final class OmniGenPainter implements Painter {

    private static final int PATCH_PX = InputPicture.PATCH_PX;

    private final OmniGen model;
    private final ModelDescription description;
    private final WorthyPrefixShelf shelf;
    private final AdapterShelf adapters;
    private final Kept kept;
    private volatile MemoryUse use = MemoryUse.NOBODY;

    /**
     * How much memory may be kept for pictures to come.
     *
     * @param prefixBytes for prefixes, at most
     * @param adapterBytes for adapters that no job holds, at most
     */
    public record Kept(long prefixBytes, long adapterBytes) {}

    /** Keeps prefixes for pictures to come, up to so many bytes, and no adapters. */
    public OmniGenPainter(OmniGen model, long prefixBytes) {
        this(model, new Kept(prefixBytes, 0));
    }

    /** Keeps what is allowed for pictures to come. */
    public OmniGenPainter(OmniGen model, Kept kept) {
        this.model = model;
        this.kept = kept;
        this.shelf = new WorthyPrefixShelf(kept.prefixBytes());
        this.adapters = new AdapterShelf(kept.adapterBytes());
        this.description = describe(model);
    }

    /** What the catalogue is told of a model. */
    public static ModelDescription describe(OmniGen model) {
        return new ModelDescription(
                model.digest(),
                limits(model.limits(), model.defaults()),
                defaults(model.defaults()),
                model.cachingFit().map(CachingFit::digest).orElse(""),
                model.limits().maxPrefixTokens(),
                model.profile(),
                model.profileDigest());
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public ModelSizes sizes() {
        NetworkSizes sizes = model.sizes();
        return new ModelSizes(
                new ModelSizes.Transformer(
                        sizes.layers(), sizes.hidden(), sizes.intermediate(), sizes.keyValueHeads(), sizes.headSize()),
                sizes.elementBytes(),
                sizes.vaeChannels());
    }

    @Override
    public List<MeasuredStep> measured(MeasureWish wish) {
        return new StartMeasurement(model, sizes()).of(wish);
    }

    /** Of a job beyond the model's limits, as large as those allow: it is refused when it is started, before it takes memory. */
    @Override
    public JobSize size(Job job) {
        List<Integer> pictures =
                job.getInputs().stream().map(input -> tokens(input, job)).toList();
        int outputTokens = patches(job.getWidthPx(), model.limits().maxWidthPx())
                * patches(job.getHeightPx(), model.limits().maxHeightPx());
        List<RowLength> rows = model.branchTokens(parameters(job, List.of()), pictures).stream()
                .map(tokens -> new RowLength(Math.min(tokens, description.maxPrefixTokens()), outputTokens))
                .toList();
        return new JobSize(rows, clamped(job.getSteps(), 1, model.limits().maxSteps()));
    }

    /** Of a picture whose size is not known, the most. */
    private int tokens(ImageObject input, Job job) {
        int side = Math.max(model.limits().maxWidthPx(), model.limits().maxHeightPx());
        int max = clamped(job.getMaxInputSizePx(), PATCH_PX, side);
        if (input.getWidthPx() > 0 && input.getHeightPx() > 0) {
            return PreparedSize.of(input.getWidthPx(), input.getHeightPx(), max).tokens();
        }
        return Math.max((max / PATCH_PX) * (max / PATCH_PX), side / PATCH_PX);
    }

    private static int patches(int px, int maxPx) {
        return clamped(px, PATCH_PX, maxPx) / PATCH_PX;
    }

    private static int clamped(int value, int least, int most) {
        return Math.max(least, Math.min(value, most));
    }

    @Override
    public void keepPrefixes(long maxBytes) {
        adapters.bound(Math.min(kept.adapterBytes(), maxBytes));
        shelf.bound(prefixes(maxBytes));
    }

    @Override
    public void keepPrefixes(long maxBytes, Set<String> held) {
        adapters.bound(Math.min(kept.adapterBytes(), maxBytes));
        shelf.bound(prefixes(maxBytes), held);
    }

    private long prefixes(long maxBytes) {
        return Math.min(kept.prefixBytes(), maxBytes - adapters.idleBytes());
    }

    @Override
    public void whenUsed(MemoryUse told) {
        use = told;
    }

    @Override
    public AdapterHold hold(Job job, ObjectStore store) {
        if (job.getAdapter() == null) {
            return AdapterHold.NONE;
        }
        String name = job.getModel() + "/" + job.getAdapter().getName();
        AdapterHold hold = adapters.hold(job.getAdapterDigest())
                .orElseGet(
                        () -> adapters.put(name, AdapterObjects.open(store, job.getAdapterDigest(), model::adapter)));
        tellAdapter(job);
        return hold;
    }

    /** An adapter is one piece of memory for all that hold it; a job that was counted with fewer bytes keeps what it was counted with. */
    private void tellAdapter(Job job) {
        long bytes = adapters.held(job.getAdapterDigest()).bytes();
        if (bytes <= job.getAdapterValues() * sizes().elementBytes()) {
            use.uses(job, "adapter " + job.getAdapterDigest(), bytes);
        }
    }

    @Override
    public List<String> adapters() {
        return adapters.names();
    }

    @Override
    public Painting start(Job job, List<RgbImage> inputs) {
        return new OmniGenPainting(
                new OmniGenPreviews(model),
                model.prepare(
                        parameters(job, inputs).withAdapter(adapter(job)).withCachingFit(cachingFit(job)),
                        new PrefixSharing(shelf(job), job.getTenant())),
                job.getSteps(),
                job.getWidthPx() / PATCH_PX * (job.getHeightPx() / PATCH_PX),
                lends());
    }

    /** A worker that is to keep no prefixes does not lend them among held jobs either. */
    private PrefixShelf shelf(Job job) {
        return lends() ? new JobShelf(shelf, handles -> use.uses(job, handles.memory(), handles.bytes())) : shelf;
    }

    private boolean lends() {
        return kept.prefixBytes() > 0;
    }

    /** The job's is this model's, or the job would have been given back. */
    private Optional<CachingFit> cachingFit(Job job) {
        return model.cachingFit().filter(fit -> fit.digest().equals(job.getCachingFit()));
    }

    private Optional<ScaledAdapter> adapter(Job job) {
        return Optional.ofNullable(job.getAdapter())
                .map(wish -> new ScaledAdapter(adapters.held(job.getAdapterDigest()), wish.getScale()));
    }

    @Override
    public PaintedStep beginStep(List<Painting> paintings) {
        return new OmniGenStep(
                paintings.stream().map(OmniGenPainting.class::cast).toList());
    }

    @Override
    public KeptPrefixes keptPrefixes() {
        return shelf.counted();
    }

    @Override
    public long nativeArrays() {
        return model.nativeArrays();
    }

    @Override
    public void freeMemory() {
        shelf.clear();
        adapters.clear();
    }

    @Override
    public List<String> unknownWords(String prompt) {
        return model.unknownWords(prompt);
    }

    static SamplingParameters parameters(Job job, List<RgbImage> inputs) {
        return new SamplingParameters(
                        job.getPrompt(),
                        job.getNegativePrompt(),
                        inputs,
                        job.getWidthPx(),
                        job.getHeightPx(),
                        job.getSteps(),
                        job.getGuidanceScale(),
                        job.getImageGuidanceScale(),
                        job.getUseImageGuidance(),
                        job.getTimeShift(),
                        job.getSeed(),
                        job.getMaxInputSizePx())
                .withStepCaching(job.getStepCaching());
    }

    private static dev.titorelli.ModelLimits limits(ModelLimits limits, ModelDefaults defaults) {
        return dev.titorelli.ModelLimits.newBuilder()
                .setMaxWidthPx(limits.maxWidthPx())
                .setMaxHeightPx(limits.maxHeightPx())
                .setSizeMultiplePx(limits.sizeMultiplePx())
                .setMaxSteps(limits.maxSteps())
                .setMaxInputs(limits.maxInputs())
                .setMaxPromptChars(limits.maxPromptChars())
                .setMaxInputSizePx(defaults.maxInputSizePx())
                .build();
    }

    private static dev.titorelli.ModelDefaults defaults(ModelDefaults defaults) {
        return dev.titorelli.ModelDefaults.newBuilder()
                .setWidthPx(defaults.widthPx())
                .setHeightPx(defaults.heightPx())
                .setSteps(defaults.steps())
                .setGuidanceScale(defaults.guidanceScale())
                .setImageGuidanceScale(defaults.imageGuidanceScale())
                .setUseImageGuidance(defaults.useImageGuidance())
                .setTimeShift(defaults.timeShift())
                .setNegativePrompt(defaults.negativePrompt())
                .setMaxInputSizePx(defaults.maxInputSizePx())
                .build();
    }
}
