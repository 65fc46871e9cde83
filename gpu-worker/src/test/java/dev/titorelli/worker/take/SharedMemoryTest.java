package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Adapter;
import dev.titorelli.Job;
import dev.titorelli.worker.adapter.AdapterHold;
import dev.titorelli.worker.adapter.AdapterObjects;
import dev.titorelli.worker.batch.OmniGenPainter;
import dev.titorelli.worker.batch.Painting;
import dev.titorelli.worker.checkpoint.AdapterFolder;
import dev.titorelli.worker.checkpoint.RandomAdapter;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.schedule.JobBytes;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs of the shipped model have together counts once, for as long as one of them is held. */
final class SharedMemoryTest {

    private static final Path FILES = Path.of("../models/shapes");
    private static final OmniGen MODEL = OmniGen.open(FILES);

    private final OmniGenPainter painter = new OmniGenPainter(MODEL, 1L << 30);
    private final JobNeeds needs = new JobNeeds(painter);
    private final JobBytes bytes = new JobBytes(painter.sizes());
    private final List<Painting> open = new ArrayList<>();

    @AfterEach
    void closePaintings() {
        open.forEach(Painting::close);
        painter.freeMemory();
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void countsThePrefixesOfASeedSweepOnce() {
        Job first = job(1);
        JobMemory memory = memory(2 * needs.of(first));
        admit(memory, first);
        Runnable last = admit(memory, job(2));
        assertThat(memory.used()).isEqualTo(needs.of(first) + needs.of(job(2)) - shared(first));
        last.run();
        assertThat(memory.used()).isEqualTo(needs.of(first));
    }

    @Test
    void countsASharedPrefixUntilItsLastHolderGoes() {
        JobMemory memory = memory(10 * needs.of(job(1)));
        Runnable first = admit(memory, job(1));
        Runnable second = admit(memory, job(2));
        first.run();
        assertThat(memory.used()).isEqualTo(needs.of(job(2)));
        Runnable third = admit(memory, job(3));
        assertThat(memory.used()).isEqualTo(2 * needs.of(job(2)) - shared(job(2)));
        second.run();
        third.run();
        assertThat(memory.used()).isZero();
    }

    @Test
    void findsThePrefixesOfHeldJobsWhereNoOthersHaveRoom() {
        Job first = job(1);
        Job second = job(2);
        JobMemory memory = memory(needs.of(first) + needs.of(second));
        Runnable one = memory.admit(first, needs.of(first)).orElseThrow();
        Runnable two = memory.admit(second, needs.of(second)).orElseThrow();
        paint(first);
        assertThat(painter.keptPrefixes().bytes()).isZero();
        assertThat(paint(second).prefixWasKept()).isTrue();
        assertThat(memory.bound() - memory.used()).isEqualTo(shared(first));
        one.run();
        two.run();
        assertThat(memory.used()).isZero();
    }

    @Test
    void countsThemTwiceWhenEachJobHasComputedItsOwn() {
        Job first = job(1);
        Job second = job(2);
        JobMemory memory = memory(4 * needs.of(first));
        memory.admit(first, needs.of(first));
        memory.admit(second, needs.of(second));
        List<Painting> both = List.of(start(first), start(second));
        for (boolean more = true; more; ) {
            more = false;
            for (Painting painting : both) {
                if (painting.next().orElseThrow() instanceof Work.Pass) {
                    painting.advance(1);
                    more = true;
                }
            }
        }
        long time = 2 * bytes.timeTokens(first.getSteps());
        assertThat(memory.used())
                .as("nothing but some time tokens was there for the second one")
                .isBetween(2 * needs.of(first) - time, 2 * needs.of(first));
    }

    @Test
    void countsWhatIsNotTheSameTwice() {
        Job first = job(1);
        for (Job other : List.of(
                Job.newBuilder(job(2)).setPrompt("a blue circle").build(),
                Job.newBuilder(job(2)).setTenant("other").setNegativePrompt("x").build(),
                Job.newBuilder(job(2)).setWidthPx(48).build())) {
            JobMemory memory = memory(10 * needs.of(first));
            Runnable one =
                    admit(memory, Job.newBuilder(first).setGuidanceScale(1).build());
            Runnable two =
                    admit(memory, Job.newBuilder(other).setGuidanceScale(1).build());
            long apart = needs.of(Job.newBuilder(first).setGuidanceScale(1).build())
                    + needs.of(Job.newBuilder(other).setGuidanceScale(1).build());
            long time = other.getWidthPx() == first.getWidthPx() ? 0 : bytes.timeTokens(first.getSteps());
            assertThat(memory.used()).isEqualTo(apart - time);
            one.run();
            two.run();
        }
    }

    @Test
    void sharesTheModelsOwnNegativePromptBetweenTenants() {
        Job first = Job.newBuilder(job(1))
                .setNegativePrompt(MODEL.defaults().negativePrompt())
                .build();
        Job second = Job.newBuilder(first).setTenant("other").build();
        JobMemory memory = memory(10 * needs.of(first));
        admit(memory, first);
        admit(memory, second);
        JobSize size = painter.size(first);
        assertThat(memory.used())
                .isEqualTo(2 * needs.of(first) - bytes.prefix(size.rows().get(1)) - bytes.timeTokens(size.steps()));
    }

    @Test
    void startsAnewWithWhatItAlreadyShares() {
        Job first = job(1);
        Job second = job(2);
        JobMemory memory = memory(needs.of(first) + needs.of(second));
        memory.admit(first, needs.of(first));
        memory.admit(second, needs.of(second));
        paint(first);
        paint(second).close();
        long used = memory.used();
        painter.freeMemory();
        assertThat(paint(second).prefixWasKept()).isTrue();
        assertThat(memory.used()).isEqualTo(used);
    }

    @Test
    void lendsNothingWhenNothingIsToBeKept() {
        OmniGenPainter without = new OmniGenPainter(MODEL, 0);
        JobMemory memory = new JobMemory(new MemoryBound(10 * needs.of(job(1)), true), without);
        for (int seed = 1; seed <= 2; seed++) {
            Job job = job(seed);
            memory.admit(job, needs.of(job));
            Painting painting = without.start(job, List.of());
            open.add(painting);
            assertThat(prepared(painting).prefixWasKept()).isFalse();
        }
        assertThat(memory.used()).isEqualTo(2 * needs.of(job(1)));
    }

    @Test
    void countsAnAdapterOfTwoJobsOnce(@TempDir Path folder) throws IOException {
        RandomAdapter.write(folder, FILES, 1);
        InMemoryObjectStore store = new InMemoryObjectStore();
        String digest = AdapterFolder.digest(folder);
        AdapterObjects.store(store, folder, digest);
        long values = 0;
        try (var adapter = MODEL.adapter(folder)) {
            values = adapter.bytes() / painter.sizes().elementBytes();
        }
        Job first = adapted(digest, values);
        Job second = adapted(digest, values);
        Job unknown = adapted(digest, 0);
        JobMemory memory = memory(10 * needs.of(first));
        for (Job job : List.of(first, second, unknown)) {
            memory.admit(job, needs.of(job));
        }
        try (AdapterHold one = painter.hold(first, store);
                AdapterHold two = painter.hold(second, store);
                AdapterHold three = painter.hold(unknown, store)) {
            assertThat(List.of(one, two, three)).doesNotHaveDuplicates();
            assertThat(memory.used())
                    .isEqualTo(3 * needs.of(unknown) + values * painter.sizes().elementBytes());
        }
    }

    private JobMemory memory(long bound) {
        return new JobMemory(new MemoryBound(bound, true), painter);
    }

    /** Admits a job and prepares its picture. */
    private Runnable admit(JobMemory memory, Job job) {
        Runnable release = memory.admit(job, needs.of(job)).orElseThrow();
        paint(job);
        return release;
    }

    private Painting paint(Job job) {
        return prepared(start(job));
    }

    private Painting start(Job job) {
        Painting painting = painter.start(job, List.of());
        open.add(painting);
        return painting;
    }

    private static Painting prepared(Painting painting) {
        while (painting.next().orElseThrow() instanceof Work.Pass pass) {
            painting.advance(pass.units() - pass.next());
        }
        return painting;
    }

    /** Keys and values of all its branches. */
    private long shared(Job job) {
        JobSize size = painter.size(job);
        return bytes.all(size) - bytes.own(size);
    }

    private static Job job(long seed) {
        return Job.newBuilder(aJob())
                .setPrompt("a red circle")
                .setSeed(seed)
                .setGuidanceScale(2)
                .setMaxInputSizePx(64)
                .build();
    }

    private static Job adapted(String digest, long values) {
        return Job.newBuilder(job(1))
                .setModel("shapes")
                .setAdapter(new Adapter("ink", 0.5))
                .setAdapterDigest(digest)
                .setAdapterValues(values)
                .build();
    }
}
