package dev.titorelli.worker;

import dev.titorelli.Job;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.worker.batch.ModelDescription;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.batch.Painting;
import dev.titorelli.worker.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Paints the seed's colour; what happens before each step is the test's. */
public final class FakePainter implements Painter {

    private final Runnable beforeStep;
    private final String digest;
    private final AtomicInteger paintings = new AtomicInteger();

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

    @Override
    public ModelDescription description() {
        return new ModelDescription(
                digest,
                ModelLimits.newBuilder().setMaxWidthPx(128).setMaxHeightPx(128).build(),
                ModelDefaults.newBuilder().build(),
                1000,
                new TreeMap<>(java.util.Map.of("device", "fake")),
                "profile-1");
    }

    @Override
    public Painting start(Job job, List<RgbImage> inputs) {
        paintings.incrementAndGet();
        return new FakePainting(job);
    }

    @Override
    public List<String> unknownWords(String prompt) {
        return prompt.contains("zyx") ? List.of("zyx", "wvu") : List.of();
    }

    private final class FakePainting implements Painting {
        private final Job job;
        private int done;

        FakePainting(Job job) {
            this.job = job;
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
        public void step() {
            beforeStep.run();
            done++;
        }

        @Override
        public RgbImage image() {
            byte[] rgb = new byte[job.getWidthPx() * job.getHeightPx() * 3];
            Arrays.fill(rgb, (byte) job.getSeed());
            return new RgbImage(job.getWidthPx(), job.getHeightPx(), rgb);
        }

        @Override
        public void close() {}
    }
}
