package dev.titorelli.worker;

import dev.titorelli.Job;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.worker.batch.KeptPrefixes;
import dev.titorelli.worker.batch.MemoryUse;
import dev.titorelli.worker.batch.ModelDescription;
import dev.titorelli.worker.batch.PaintedStep;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.batch.Painting;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.ModelSizes;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Paints the seed's colour; what happens before each step is the test's. */
public final class FakePainter implements Painter {

    private final Runnable beforeStep;
    private final String digest;
    private volatile long prefixBytes;
    private volatile Set<String> held = Set.of();
    private volatile MemoryUse use = MemoryUse.NOBODY;
    private final AtomicInteger paintings = new AtomicInteger();
    private final List<List<Long>> batches = new CopyOnWriteArrayList<>();
    private final List<Long> passes = new CopyOnWriteArrayList<>();
    private volatile int units = 1;
    private volatile int layers = 1;
    private volatile Runnable beforePart = () -> {};
    private volatile boolean encoding;
    private volatile boolean lending;
    private final Set<String> lent = ConcurrentHashMap.newKeySet();
    private final Set<Long> nonFinite = ConcurrentHashMap.newKeySet();

    public FakePainter(Runnable beforeStep) {
        this(beforeStep, TestJobs.MODEL_DIGEST);
    }

    public FakePainter(Runnable beforeStep, String digest) {
        this.beforeStep = beforeStep;
        this.digest = digest;
    }

    /** How many pictures were begun. */
    public int paintings() {
        return paintings.get();
    }

    /** The seeds that stepped together, step by step. */
    public List<List<Long>> batches() {
        return batches;
    }

    /** Prefill and decoding of pictures to come have so many units, and this happens before each slice of them. */
    public void cut(int unitsOfAPass, Runnable before) {
        units = unitsOfAPass;
        beforePart = before;
    }

    /** Pictures of one prompt have one prefix, which those to come find. */
    public void lend() {
        lending = true;
    }

    /** Pictures have an input picture, which is encoded before the prefill, in as many units. */
    public FakePainter withInputs() {
        encoding = true;
        return this;
    }

    /** The model has so many layers. */
    public FakePainter withLayers(int all) {
        layers = all;
        return this;
    }

    /** The seeds whose passes went on, slice by slice. */
    public List<Long> passes() {
        return passes;
    }

    /** Pictures of this seed turn non-finite. */
    public void turnNonFinite(long seed) {
        nonFinite.add(seed);
    }

    @Override
    public ModelDescription description() {
        return new ModelDescription(
                digest,
                ModelLimits.newBuilder().setMaxWidthPx(128).setMaxHeightPx(128).build(),
                ModelDefaults.newBuilder().build(),
                "",
                1000,
                new TreeMap<>(java.util.Map.of("device", "fake")),
                "profile-1");
    }

    @Override
    public ModelSizes sizes() {
        return new ModelSizes(new ModelSizes.Transformer(layers, 8, 16, 1, 8), Float.BYTES, 8);
    }

    /** One branch, a token a character. */
    @Override
    public JobSize size(Job job) {
        int tokens = job.getPrompt().length();
        int outputTokens = Math.max(1, job.getWidthPx() * job.getHeightPx() / 256);
        return new JobSize(List.of(new RowLength(tokens, outputTokens)), Math.max(1, job.getSteps()));
    }

    /** How many bytes of prefixes may be kept now. */
    public long prefixBytes() {
        return prefixBytes;
    }

    @Override
    public void keepPrefixes(long maxBytes) {
        prefixBytes = maxBytes;
    }

    @Override
    public void keepPrefixes(long maxBytes, Set<String> heldMemory) {
        prefixBytes = maxBytes;
        held = heldMemory;
    }

    /** The memory that stays for others to find. */
    public Set<String> held() {
        return held;
    }

    @Override
    public void whenUsed(MemoryUse told) {
        use = told;
    }

    /** A job has this memory from now on. */
    public void uses(Job job, String memory, long bytes) {
        use.uses(job, memory, bytes);
    }

    @Override
    public Painting start(Job job, List<RgbImage> inputs) {
        paintings.incrementAndGet();
        return new FakePainting(job);
    }

    @Override
    public PaintedStep beginStep(List<Painting> paintings) {
        return new FakeStep(paintings.stream().map(FakePainting.class::cast).toList());
    }

    @Override
    public KeptPrefixes keptPrefixes() {
        return new KeptPrefixes(70, 2, 3, 4_000_000_000L);
    }

    @Override
    public long nativeArrays() {
        return 11;
    }

    @Override
    public void freeMemory() {}

    @Override
    public List<String> unknownWords(String prompt) {
        return prompt.contains("zyx") ? List.of("zyx", "wvu") : List.of();
    }

    private final class FakeStep implements PaintedStep {
        private final List<FakePainting> rows;
        private int done;

        FakeStep(List<FakePainting> rows) {
            this.rows = rows;
        }

        @Override
        public int done() {
            return done;
        }

        @Override
        public int layers() {
            return layers;
        }

        @Override
        public void advance(int layers) {
            if (done == 0) {
                batches.add(rows.stream().map(FakePainting::seed).toList());
            }
            beforeStep.run();
            done += layers;
        }

        @Override
        public List<Painting> end() {
            rows.stream().filter(row -> !nonFinite.contains(row.seed())).forEach(row -> row.done++);
            return rows.stream()
                    .filter(row -> nonFinite.contains(row.seed()))
                    .map(Painting.class::cast)
                    .toList();
        }

        @Override
        public void close() {}
    }

    private final class FakePainting implements Painting {
        private final Job job;
        private int encoded;
        private int prefilled;
        private int done;
        private int decoded;

        FakePainting(Job job) {
            this.job = job;
        }

        long seed() {
            return job.getSeed();
        }

        @Override
        public Optional<Work> next() {
            if (lending && lent.contains(job.getPrompt())) {
                prefilled = units;
            }
            if (encoding && encoded < units) {
                return Optional.of(new Work.Pass(SliceKind.ENCODE, 256, encoded, units));
            }
            if (prefilled < units) {
                return Optional.of(new Work.Pass(SliceKind.PREFILL, 8, prefilled, units));
            }
            if (done < steps()) {
                return Optional.of(new Work.Steps(steps() - done, rows()));
            }
            return decoded < units
                    ? Optional.of(new Work.Pass(SliceKind.DECODE, 256, decoded, units))
                    : Optional.empty();
        }

        @Override
        public Optional<String> coming() {
            return lending && prefilled < units ? Optional.of(job.getPrompt()) : Optional.empty();
        }

        @Override
        public void advance(int count) {
            passes.add(seed());
            beforePart.run();
            if (encoding && encoded < units) {
                encoded += count;
            } else if (prefilled < units) {
                prefilled += count;
                if (prefilled == units) {
                    lent.add(job.getPrompt());
                }
            } else {
                decoded += count;
            }
        }

        @Override
        public int stepsDone() {
            return done;
        }

        @Override
        public int steps() {
            return job.getSteps();
        }

        @Override
        public List<RowLength> rows() {
            return List.of(new RowLength(8, job.getWidthPx() * job.getHeightPx() / 256));
        }

        @Override
        public boolean prefixWasKept() {
            return false;
        }

        @Override
        public float[] latents() {
            return new float[] {job.getSeed(), done};
        }

        @Override
        public boolean goOn(int step, float[] latents) {
            if (latents.length != 2) {
                return false;
            }
            done = step;
            return true;
        }

        @Override
        public RgbImage image() {
            byte[] rgb = new byte[job.getWidthPx() * job.getHeightPx() * 3];
            Arrays.fill(rgb, (byte) job.getSeed());
            return new RgbImage(job.getWidthPx(), job.getHeightPx(), rgb);
        }

        /** As many bytes as steps were done are of the seed's colour. */
        @Override
        public Supplier<RgbImage> preview(int maxSidePx) {
            byte[] rgb = new byte[3 * maxSidePx];
            Arrays.fill(rgb, 0, done, (byte) job.getSeed());
            return () -> new RgbImage(maxSidePx, 1, rgb);
        }

        @Override
        public void close() {}
    }
}
