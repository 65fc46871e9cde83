package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.demo.Demo;
import dev.titorelli.standalone.demo.DemoPlan;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.model.OmniGen;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Starts everything, sends requests of all kinds through Kafka and shows what comes back.")
final class DemoCommand implements Callable<Integer>, Logging {

    private static final int FEW_STEPS = 10;

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "titorelli-demo",
            description = "Where the pictures and the contact sheet index.html go (default: ${DEFAULT-VALUE}).")
    private Path out;

    DemoCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Path logFile() {
        return out.resolve("titorelli.log");
    }

    @Override
    public Integer call() throws Exception {
        Instant begun =
                clock.instant().minusMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        Path modelDir = model.directory();
        try (Ending ending = new Ending()) {
            TemporaryFolder data = TemporaryFolder.make("titorelli-demo");
            ending.add(data::delete);
            LocalSystem system = LocalSystem.start(
                    LocalSettings.of(data.path(), modelDir), step -> terminal.say("titorelli: " + step));
            ending.add(system::close);
            boolean completed = new Demo(terminal, clock, out, begun)
                    .run(Addresses.read(data.path()), system.modelAlias(), plan(modelDir, system.model()));
            return (completed ? ExitCode.OK : ExitCode.FAILED).code();
        }
    }

    private static DemoPlan plan(Path modelDir, OmniGen model) throws IOException {
        if (Files.isDirectory(ModelOption.shipped()) && Files.isSameFile(modelDir, ModelOption.shipped())) {
            return DemoPlan.shapes(modelDir.resolve("examples"));
        }
        ImageSize size =
                new ImageSize(model.defaults().widthPx(), model.defaults().heightPx());
        return DemoPlan.general(size, Math.min(model.defaults().steps(), FEW_STEPS));
    }
}
