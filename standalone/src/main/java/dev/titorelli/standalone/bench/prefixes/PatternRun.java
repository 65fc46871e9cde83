package dev.titorelli.standalone.bench.prefixes;

import com.sun.management.OperatingSystemMXBean;
import dev.titorelli.Job;
import dev.titorelli.worker.batch.KeptPrefixes;
import dev.titorelli.worker.batch.OmniGenPainter;
import dev.titorelli.worker.batch.PaintedStep;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.batch.Painting;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern's pictures on a device that has kept nothing yet. Those that are held at once are prepared in the order in which they came, as by
 * a worker. One thread.
 */
final class PatternRun {
    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Painter painter;
    private final boolean whole;
    private final List<String> pictures = new ArrayList<>();
    private Cost prefill = Cost.NONE;
    private Cost rest = Cost.NONE;

    /**
     * What the pictures of a pattern took.
     *
     * @param prefill encoding of input pictures, prefixes and time tokens
     * @param rest steps and decoding; none when they were not made
     * @param kept the shelf at the end
     * @param pictures digests of their pixels, if they were made
     */
    record Took(Cost prefill, Cost rest, KeptPrefixes kept, List<String> pictures) {}

    private PatternRun(Painter painter, boolean whole) {
        this.painter = painter;
        this.whole = whole;
    }

    /**
     * Makes a pattern's pictures.
     *
     * @param keptBytes of prefixes at most; 0 for none
     * @param whole with steps and decoding
     */
    static Took of(OmniGen model, PrefixPattern pattern, long keptBytes, boolean whole) {
        Painter painter = new OmniGenPainter(model, keptBytes);
        PatternRun run = new PatternRun(painter, whole);
        pattern.turns().forEach(jobs -> run.turn(pattern, jobs));
        KeptPrefixes kept = painter.keptPrefixes();
        painter.freeMemory();
        return new Took(run.prefill, run.rest, kept, run.pictures);
    }

    private void turn(PrefixPattern pattern, List<Job> jobs) {
        List<Painting> paintings =
                jobs.stream().map(job -> painter.start(job, pattern.inputs())).toList();
        prefill = prefill.plus(cost(() -> paintings.forEach(PatternRun::prepare)));
        if (whole) {
            rest = rest.plus(cost(() -> paintings.forEach(this::finish)));
            paintings.forEach(painting -> pictures.add(painting.image().pixelDigest()));
        }
        paintings.forEach(Painting::close);
    }

    private static void prepare(Painting painting) {
        while (painting.next().orElseThrow() instanceof Work.Pass pass && pass.kind() != SliceKind.DECODE) {
            painting.advance(pass.units() - pass.next());
        }
    }

    private void finish(Painting painting) {
        for (Optional<Work> work = painting.next(); work.isPresent(); work = painting.next()) {
            if (work.get() instanceof Work.Pass pass) {
                painting.advance(pass.units() - pass.next());
            } else {
                step(painting);
            }
        }
    }

    private void step(Painting painting) {
        try (PaintedStep step = painter.beginStep(List.of(painting))) {
            step.advance(step.layers());
            if (!step.end().isEmpty()) {
                throw new IllegalStateException("latents turned non-finite at step " + painting.stepsDone());
            }
        }
    }

    private static Cost cost(Runnable work) {
        long begun = System.nanoTime();
        long used = MACHINE.getProcessCpuTime();
        work.run();
        return new Cost((MACHINE.getProcessCpuTime() - used) / 1e9, (System.nanoTime() - begun) / 1e9);
    }
}
