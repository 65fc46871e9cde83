package dev.titorelli.standalone.bench.worker;

import dev.titorelli.Lane;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.BatchResult;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.RoundResult;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.Speed;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.WorkerSettings.Capacity;
import dev.titorelli.worker.bench.ModelBench;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures a worker in this process on a broker that is there: images a second by pictures together, beside the model alone; waits of
 * jobs that come by chance, with batching and without; what a flood of bulk jobs does to interactive ones.
 */
public final class WorkerBench {

    private static final String BATCHING = "batching";
    private static final String ALONE = "one at a time";
    private static final int BATCHES = 2;
    private static final int FEWEST = 4;

    private final Bench bench;
    private final WorkerBenchWish wish;
    private final Consumer<String> progress;
    private final List<Integer> buckets;
    private final MemoryWatch memory;

    private WorkerBench(Bench bench, WorkerBenchWish wish, Consumer<String> progress) {
        this.bench = bench;
        this.wish = wish;
        this.progress = progress;
        this.buckets = GpuWorker.bucketsOf(WorkerSettings.of(bench.bootstrapServers(), bench.alias()), bench.model());
        this.memory = new MemoryWatch(wish.jobs() * (1 + wish.arrival().rates(1).size()));
    }

    /** Where it is measured. */
    public record Place(String bootstrapServers, Path folder) {}

    /**
     * Measures; takes seconds to hours, as the model goes.
     *
     * @param alias the model's name
     * @param progress told what happens, in words for a person
     * @throws IOException when there is no place for pictures
     * @throws IllegalStateException when a job fails or the worker breaks
     */
    public static WorkerBenchResult run(
            Place place, OmniGen model, String alias, WorkerBenchWish wish, Consumer<String> progress)
            throws IOException {
        Bench bench = Bench.of(place.bootstrapServers(), place.folder(), model, alias);
        return new WorkerBench(bench, wish, progress).run();
    }

    private WorkerBenchResult run() {
        List<BatchResult> batches = batches();
        List<RoundResult> rounds = new ArrayList<>(rounds(BATCHING, 0));
        if (wish.fifo()) {
            double capacity = rounds.get(0).speed().imagesASecond();
            rounds.addAll(rounds(ALONE, capacity));
        }
        return new WorkerBenchResult(
                bench.alias(), bench.model().profile().toString(), batches, rounds, floods(), memory.seen());
    }

    private List<BatchResult> batches() {
        return wish.mix().parts().stream()
                .map(JobMix.Part::size)
                .distinct()
                .map(size -> new JobMix.Part(size, Lane.INTERACTIVE, 1))
                .flatMap(part -> wish.batches().stream().map(batch -> batch(part, batch)))
                .toList();
    }

    /** The worker keeps no prefixes here, so that it does what the model alone does. */
    private BatchResult batch(JobMix.Part part, int batch) {
        progress.accept("%s, %d together".formatted(part.sizeName(), batch));
        JobMix mix = new JobMix(List.of(part));
        try (BenchedWorker worker = worker(mix, new Capacity(batch, 0, 0), false)) {
            worker.run("warm-up", Arrival.ofEach(mix, batch), new Round());
            paintAlone(part, batch, 1);
            int pictures = Math.max(FEWEST, BATCHES * batch);
            Accounts before = Accounts.begin();
            paintAlone(part, batch, pictures / batch / 2);
            Speed first = before.speed(pictures / 2);
            Accounts accounts = Accounts.begin();
            Round round = worker.run("together", Arrival.ofEach(mix, pictures), new Round());
            Speed through = accounts.speed(round);
            Accounts after = Accounts.begin();
            paintAlone(part, batch, pictures / batch / 2);
            Speed alone = mean(first, after.speed(pictures / 2));
            progress.accept(
                    "  %.3f images/s, the model alone %.3f".formatted(through.imagesASecond(), alone.imagesASecond()));
            return new BatchResult(part.sizeName(), batch, Accounts.rows(round.all()), through, alone);
        }
    }

    private static Speed mean(Speed one, Speed other) {
        return new Speed(
                2 / (1 / one.imagesASecond() + 1 / other.imagesASecond()),
                (one.cpuSecondsAnImage() + other.cpuSecondsAnImage()) / 2);
    }

    private void paintAlone(JobMix.Part part, int batch, int times) {
        ModelBench.Wish same = new ModelBench.Wish(
                part.size().getWidthPx(),
                part.size().getHeightPx(),
                List.of(),
                wish.steps(),
                batch,
                ComputeType.F32,
                1);
        for (int i = 0; i < times; i++) {
            ModelBench.paint(bench.model(), same);
        }
    }

    /** @param capacity images a second that shares of load are parts of; 0 for this worker's own */
    private List<RoundResult> rounds(String name, double capacity) {
        boolean fifo = name.equals(ALONE);
        Capacity usual = new Capacity(fifo ? 1 : wish.held(), 0, Capacity.DEFAULT.prefixBytes());
        List<RoundResult> results = new ArrayList<>();
        try (BenchedWorker worker = worker(wish.mix(), usual, fifo)) {
            worker.run("warm-up", Arrival.ofEach(wish.mix(), 2), new Round());
            long seed = wish.arrival().seed();
            RoundResult saturated = round(
                    worker,
                    name,
                    0,
                    Arrival.atOnce(wish.mix(), wish.jobs(), seed),
                    wish.mix().parts());
            results.add(saturated);
            double base = capacity > 0 ? capacity : saturated.speed().imagesASecond();
            for (double rate : wish.arrival().rates(base)) {
                List<Arrival> arrivals = Arrival.byChance(wish.mix(), rate, wish.jobs(), seed);
                results.add(round(worker, name, rate, arrivals, wish.mix().parts()));
            }
        }
        return results;
    }

    private List<RoundResult> floods() {
        if (wish.flood().isEmpty()) {
            return List.of();
        }
        JobMix interactive = new JobMix(wish.mix().of(Lane.INTERACTIVE));
        JobMix all = new JobMix(with(interactive.parts(), wish.flood().get()));
        try (BenchedWorker worker = worker(all, new Capacity(wish.held(), 0, Capacity.DEFAULT.prefixBytes()), false)) {
            worker.run("warm-up", Arrival.ofEach(all, 2), new Round());
            double rate = calm(worker, interactive);
            List<Arrival> arrivals = Arrival.byChance(
                    interactive, rate, wish.jobs(), wish.arrival().seed());
            RoundResult without = round(worker, "no flood", rate, arrivals, interactive.parts());
            try (Flood flood = Flood.begin(worker, wish.flood().get(), 2 * wish.held())) {
                RoundResult within = round(worker, "flood", rate, arrivals, interactive.parts());
                progress.accept("  meanwhile %d bulk jobs ended".formatted(flood.done()));
                return List.of(without, within);
            }
        }
    }

    /** A rate that leaves the device half idle: what is measured then is not how interactive jobs wait for each other. */
    private double calm(BenchedWorker worker, JobMix interactive) {
        Round round = worker.run("one by one", Arrival.ofEach(interactive, 1), new Round());
        return wish.arrival().perSecond() > 0 ? wish.arrival().perSecond() : 0.5 * round.done() / round.seconds();
    }

    private RoundResult round(
            BenchedWorker worker, String name, double rate, List<Arrival> arrivals, List<JobMix.Part> parts) {
        progress.accept("%s: %d jobs%s"
                .formatted(name, arrivals.size(), rate > 0 ? ", %.2f a second".formatted(rate) : " at once"));
        Accounts accounts = Accounts.begin();
        Round round = worker.run(name, arrivals, new Round(memory::picture));
        Speed speed = accounts.speed(round);
        progress.accept("  %.3f images/s, %.2f s of processor time an image"
                .formatted(speed.imagesASecond(), speed.cpuSecondsAnImage()));
        String load = rate > 0 ? "%.2f a second".formatted(rate) : "saturated";
        return new RoundResult(name, load, rate, speed, round.returned(), Accounts.parts(round, parts));
    }

    private BenchedWorker worker(JobMix mix, Capacity capacity, boolean fifo) {
        Optional<JobMix.Part> largest = mix.parts().stream().max(Comparator.comparing(JobMix.Part::tokens));
        BenchJobs jobs = new BenchJobs(
                bench.alias(),
                bench.model().digest(),
                bench.model().defaults(),
                BenchPrompts.of(bench.model()),
                buckets,
                wish.steps(),
                fifo ? largest : Optional.empty());
        return new BenchedWorker(bench, jobs, mix.parts(), capacity);
    }

    private static List<JobMix.Part> with(List<JobMix.Part> parts, JobMix.Part another) {
        List<JobMix.Part> all = new ArrayList<>(parts);
        all.add(another);
        return all;
    }
}
