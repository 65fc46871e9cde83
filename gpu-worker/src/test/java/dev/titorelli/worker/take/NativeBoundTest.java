package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.batch.OmniGenPainter;
import dev.titorelli.worker.batch.PaintedStep;
import dev.titorelli.worker.batch.Painting;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Jobs of the shipped model that come, share, start anew and go in any order: what their arrays really take stays within the bound. */
final class NativeBoundTest {

    private static final int TURNS = Integer.getInteger("titorelli.turns", 400);

    private final Random random = new Random(5);
    private final List<Live> live = new ArrayList<>();
    private final List<Runnable> unacknowledged = new ArrayList<>();
    private int admitted;
    private int refused;
    private long saved;

    private static final class Live {
        private final Job job;
        private final Runnable release;
        private Painting painting;

        Live(Job job, Runnable release) {
            this.job = job;
            this.release = release;
        }
    }

    @Test
    void staysWithinTheBoundWhateverJobsShare() {
        try (OmniGen model = OmniGen.open(Path.of("../models/shapes"))) {
            OmniGenPainter painter = new OmniGenPainter(model, 1L << 30);
            JobNeeds needs = new JobNeeds(painter);
            JobMemory memory = new JobMemory(new MemoryBound(3 * needs.of(job(48, "", 2)), true), painter);
            NativeBytes bytes = new NativeBytes(model.scope());
            for (int turn = 0; turn < TURNS; turn++) {
                turn(painter, memory);
                long used = memory.used() + painter.keptPrefixes().bytes();
                assertThat(used).isLessThanOrEqualTo(memory.bound());
                assertThat(bytes.now()).as("turn %d, of %d counted", turn, used).isLessThanOrEqualTo(used);
                saved += live.stream().mapToLong(one -> needs.of(one.job)).sum() > memory.used() ? 1 : 0;
            }
            List.copyOf(live).forEach(this::end);
            unacknowledged.forEach(Runnable::run);
            assertThat(memory.used()).isZero();
            painter.freeMemory();
            assertThat(bytes.now()).isZero();
        }
        System.out.printf("%d jobs, %d had to wait, %d turns with less than their sum%n", admitted, refused, saved);
        assertThat(List.of(admitted, refused)).allMatch(count -> count > TURNS / 20);
        assertThat(saved).isGreaterThan(TURNS / 20);
    }

    private void turn(OmniGenPainter painter, JobMemory memory) {
        int what = random.nextInt(20);
        if (live.isEmpty() || what < 6) {
            admit(memory);
        } else if (what == 6) {
            end(any());
        } else if (what == 7 && !unacknowledged.isEmpty()) {
            unacknowledged.remove(random.nextInt(unacknowledged.size())).run();
        } else if (what == 8) {
            painter.freeMemory();
            close(any());
        } else {
            advance(painter, any());
        }
    }

    private void admit(JobMemory memory) {
        Job job = job(16 + 16 * random.nextInt(3), "a red circle ".repeat(random.nextInt(3)), 1 + random.nextInt(2));
        Optional<Runnable> release = memory.admit(job, memory.needed(job));
        if (release.isPresent()) {
            admitted++;
            live.add(new Live(job, release.get()));
        } else {
            refused++;
            unacknowledged.forEach(Runnable::run);
            unacknowledged.clear();
        }
    }

    private void advance(OmniGenPainter painter, Live one) {
        if (one.painting == null) {
            one.painting = painter.start(one.job, List.of());
        }
        Optional<Work> next = one.painting.next();
        if (next.orElse(null) instanceof Work.Steps) {
            try (PaintedStep step = painter.beginStep(List.of(one.painting))) {
                step.advance(step.layers());
                step.end();
            }
        } else if (next.orElse(null) instanceof Work.Pass pass && pass.kind() != SliceKind.DECODE) {
            one.painting.advance(1 + random.nextInt(pass.units() - pass.next()));
        } else {
            end(one); // its decoding would be beside the bound
        }
    }

    private void end(Live one) {
        close(one);
        live.remove(one);
        unacknowledged.add(one.release);
    }

    private static void close(Live one) {
        if (one.painting != null) {
            one.painting.close();
            one.painting = null;
        }
    }

    private Live any() {
        return live.get(random.nextInt(live.size()));
    }

    private static Job job(int side, String prompt, double guidanceScale) {
        return Job.newBuilder(aJob())
                .setPrompt(prompt)
                .setWidthPx(side)
                .setHeightPx(side)
                .setSteps(3)
                .setGuidanceScale(guidanceScale)
                .setMaxInputSizePx(64)
                .build();
    }
}
