package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.bench.worker.WorkerBenchResult;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.Memory;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.RoundResult;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import java.util.List;

/** Shows what a worker does on this machine. */
final class ShownWorkerBench {

    private static final int SHOWN_MOMENTS = 5;

    private final Terminal terminal;

    ShownWorkerBench(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(WorkerBenchResult result) {
        if (!result.batches().isEmpty()) {
            showBatches(result);
        }
        showRounds("round", result.rounds());
        if (!result.floods().isEmpty()) {
            showRounds("interactive jobs", result.floods());
            terminal.say("p95 in the flood is %.2f times as long as without".formatted(floodRatio(result.floods())));
        }
        showMemory(result.memory());
    }

    private void showBatches(WorkerBenchResult result) {
        TextTable table = new TextTable(
                "size",
                "together",
                "images/s",
                "model alone",
                "ratio",
                "CPU s an image",
                "model alone",
                "ratio",
                "stepped together");
        result.batches()
                .forEach(batch -> table.row(
                        batch.size(),
                        Integer.toString(batch.batch()),
                        "%.3f".formatted(batch.worker().imagesASecond()),
                        "%.3f".formatted(batch.alone().imagesASecond()),
                        "%.2f".formatted(batch.ratio()),
                        "%.2f".formatted(batch.worker().cpuSecondsAnImage()),
                        "%.2f".formatted(batch.alone().cpuSecondsAnImage()),
                        "%.2f".formatted(batch.processorRatio()),
                        "%.1f".formatted(batch.rows())));
        say(table);
    }

    private void showRounds(String head, List<RoundResult> rounds) {
        TextTable table = new TextTable(
                head,
                "jobs come",
                "images/s",
                "CPU s an image",
                "given back",
                "",
                "jobs",
                "p50 s",
                "p95 s",
                "p99 s",
                "stepped together",
                "device s");
        rounds.forEach(round -> round.parts().forEach(part -> {
            boolean first = part.equals(round.parts().get(0));
            table.row(
                    first ? round.worker() : "",
                    first ? round.name() : "",
                    first ? "%.3f".formatted(round.speed().imagesASecond()) : "",
                    first ? "%.2f".formatted(round.speed().cpuSecondsAnImage()) : "",
                    first ? Integer.toString(round.returned()) : "",
                    part.part(),
                    Integer.toString(part.seconds().jobs()),
                    "%.2f".formatted(part.seconds().p50()),
                    "%.2f".formatted(part.seconds().p95()),
                    "%.2f".formatted(part.seconds().p99()),
                    "%.1f".formatted(part.rows()),
                    "%.2f".formatted(part.deviceSeconds()));
        }));
        say(table);
    }

    private static double floodRatio(List<RoundResult> floods) {
        return p95(floods.get(1)) / p95(floods.get(0));
    }

    private static double p95(RoundResult round) {
        return round.parts().stream()
                .mapToDouble(part -> part.seconds().p95())
                .max()
                .orElse(Double.NaN);
    }

    private void showMemory(List<Memory> seen) {
        TextTable table = new TextTable("pictures", "RSS MiB", "heap MiB");
        int every = Math.max(1, seen.size() / SHOWN_MOMENTS);
        for (int i = 0; i < seen.size(); i++) {
            if (i % every == 0 || i == seen.size() - 1) {
                Memory at = seen.get(i);
                table.row(Integer.toString(at.done()), Long.toString(at.resident()), Long.toString(at.heap()));
            }
        }
        say(table);
    }

    private void say(TextTable table) {
        table.lines().forEach(terminal::say);
    }
}
