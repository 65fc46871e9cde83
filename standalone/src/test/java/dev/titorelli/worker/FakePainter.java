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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Paints one colour, and a step only when the test allows it. */
final class FakePainter implements Painter {

    static final String DIGEST = "f".repeat(64);

    private final Semaphore allowedSteps = new Semaphore(0);
    private final AtomicInteger paintings = new AtomicInteger();

    void allowSteps(int steps) {
        allowedSteps.release(steps);
    }

    int paintings() {
        return paintings.get();
    }

    @Override
    public ModelDescription description() {
        return new ModelDescription(
                DIGEST,
                ModelLimits.newBuilder()
                        .setMaxWidthPx(128)
                        .setMaxHeightPx(128)
                        .setMaxSteps(100)
                        .build(),
                ModelDefaults.newBuilder().build(),
                1000,
                new TreeMap<>(),
                "profile");
    }

    @Override
    public Painting start(Job job, List<RgbImage> inputs) {
        paintings.incrementAndGet();
        return new FakePainting(job);
    }

    @Override
    public List<String> unknownWords(String prompt) {
        return List.of();
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
            allowedSteps.acquireUninterruptibly();
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
