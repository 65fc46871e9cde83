package dev.titorelli.standalone.cli;

import dev.titorelli.settings.Settings;
import dev.titorelli.settings.SettingsException;
import dev.titorelli.settings.Sources;
import dev.titorelli.standalone.bench.BenchResult;
import dev.titorelli.standalone.bench.BenchWish;
import dev.titorelli.standalone.bench.StreamBench;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stream",
        description =
                "Requests a second and added latency of the stream app, with workers that answer at once, beside an"
                        + " exactly-once topology that only passes through.")
final class BenchStreamCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--requests",
            defaultValue = "20000",
            description = "Requests of the round that finds the capacity (default: 20000).")
    private int requests;

    @Option(
            names = "--warm-up",
            paramLabel = "ROUNDS",
            defaultValue = "3",
            description = "Rounds of that size before it, and of the pass-through before its own, spent on compiling"
                    + " (default: 3).")
    private int warmUps;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Seconds of each round that measures latency (default: 20).")
    private int seconds;

    @Option(
            names = "--partitions",
            defaultValue = "3",
            description = "Partitions of the request topics and of the pass-through's (default: 3).")
    private int partitions;

    @Mixin
    private JsonFile json = new JsonFile();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Kafka as this file of settings says, instead of a broker of its own; topics of the bench's own"
                            + " are made there, and removed.")
    private Path config;

    BenchStreamCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        TemporaryFolder folder = TemporaryFolder.make("titorelli-bench");
        try {
            BenchResult result = config == null ? onABrokerOfItsOwn(folder.path()) : onACluster(folder.path());
            show(result);
            json.write(asJson(result));
            return ExitCode.OK.code();
        } finally {
            folder.delete();
        }
    }

    private BenchResult onABrokerOfItsOwn(Path folder) {
        wish("127.0.0.1:1", Map.of(), folder);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            return StreamBench.run(wish(kafka.bootstrapServers(), Map.of(), folder), terminal::say);
        }
    }

    private BenchResult onACluster(Path folder) {
        try {
            Settings settings = Settings.read(
                    new Sources(
                            Map.of("config", config.toString()),
                            System.getenv(),
                            Path.of(System.getProperty("user.home"))),
                    List.of());
            return StreamBench.run(wish(settings.bootstrapServers(), settings.kafka(), folder), terminal::say);
        } catch (SettingsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private BenchWish wish(String bootstrapServers, Map<String, Object> kafka, Path folder) {
        try {
            return new BenchWish(bootstrapServers, kafka, folder, requests, warmUps, seconds, partitions);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private void show(BenchResult result) {
        TextTable moved = new TextTable(
                "", "requests/s", "records/s", "read/s", "written/s", "of these changelog/s", "bytes a record");
        moved.row(row("stream app", result.requestsASecond(), result.app()));
        moved.row(row("pass-through", 0, result.passThrough()));
        moved.lines().forEach(terminal::say);
        terminal.say(
                ("records moved, stream app to pass-through: %.2f; records a request: %.1f, of which the pass-through"
                                + " would do %.0f requests a second")
                        .formatted(result.ratio(), result.app().recordsARequest(), result.idealRequestsASecond()));
        showProcessors(result);
        TextTable topics = new TextTable("topic", "read a request", "written");
        result.topics()
                .forEach(topic ->
                        topics.row(topic.topic(), "%.2f".formatted(topic.read()), "%.2f".formatted(topic.written())));
        topics.lines().forEach(terminal::say);
        BenchResult.ThreadTime time = result.threadTime();
        terminal.say(
                "the stream app's thread at capacity: process %.0f %%, commit %.0f %%, poll %.0f %%, punctuate %.0f %%"
                        .formatted(
                                100 * time.process(), 100 * time.commit(), 100 * time.poll(), 100 * time.punctuate()));
        TextTable latency = new TextTable("load", "requests/s", "added p50 ms", "p99 ms", "max ms");
        result.latencies()
                .forEach(at -> latency.row(
                        at.percent() + " %",
                        "%.0f".formatted(at.requestsASecond()),
                        "%.0f".formatted(at.p50Ms()),
                        "%.0f".formatted(at.p99Ms()),
                        "%.0f".formatted(at.maxMs())));
        latency.lines().forEach(terminal::say);
        TextTable footprint = new TextTable("after", "RSS MiB", "state MiB");
        result.footprints()
                .forEach(at -> footprint.row(at.round(), Long.toString(at.rssMb()), "%.1f".formatted(at.stateMb())));
        footprint.lines().forEach(terminal::say);
    }

    private void showProcessors(BenchResult result) {
        TextTable cpu = new TextTable(
                "CPU us a record", "all", "stream threads", "app's clients", "broker", "bench", "compilers, collector");
        cpu.row(row("stream app", result.app().cpu()));
        cpu.row(row("pass-through", result.passThrough().cpu()));
        cpu.lines().forEach(terminal::say);
        terminal.say("records a stream thread moves in a second of processor time, stream app to pass-through: %.2f"
                .formatted(result.threadRatio()));
    }

    private static String[] row(String name, BenchResult.CpuMicros cpu) {
        return Stream.concat(
                        Stream.of(name),
                        DoubleStream.of(
                                        cpu.all(),
                                        cpu.streamThreads(),
                                        cpu.appClients(),
                                        cpu.broker(),
                                        cpu.bench(),
                                        cpu.machine())
                                .mapToObj("%.1f"::formatted))
                .toArray(String[]::new);
    }

    private static String[] row(String name, double requestsASecond, BenchResult.Throughput moved) {
        return new String[] {
            name,
            requestsASecond == 0 ? "" : "%.0f".formatted(requestsASecond),
            "%.0f".formatted(moved.recordsASecond()),
            "%.0f".formatted(moved.readASecond()),
            "%.0f".formatted(moved.writtenASecond()),
            "%.0f".formatted(moved.changelogged()),
            Integer.toString(moved.bytesARecord())
        };
    }

    private static Map<String, Object> asJson(BenchResult result) {
        return Map.of("ratio", result.ratio(), "measured", result);
    }
}
