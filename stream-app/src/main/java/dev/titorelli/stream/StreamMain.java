package dev.titorelli.stream;

import dev.titorelli.cluster.ClusterCheck;
import dev.titorelli.cluster.KafkaRefusal;
import dev.titorelli.cluster.Rights;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.program.Instruments;
import dev.titorelli.program.LogFile;
import dev.titorelli.program.Program;
import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.Sources;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.StreamsException;

/**
 * The stream app as a program of its own, on a cluster and a registry that exist. Several side by side share the work,
 * each with a state folder of its own.
 */
public final class StreamMain {

    private static final Duration READY_LIMIT = Duration.ofMinutes(5);

    private StreamMain() {}

    /** Runs until the process is told to end; see docs/configuration.md for the arguments. */
    public static void main(String[] args) {
        LogFile.chooseOwn(LogFile.ofProgram("stream"));
        System.exit(run(List.of(args), System.err));
    }

    /** The same, returning the exit code when it can't start or breaks. */
    public static int run(List<String> arguments, PrintStream err) {
        Program program = new Program("titorelli stream", err);
        return program.run(onBroken -> start(arguments, program, onBroken));
    }

    private static AutoCloseable start(List<String> arguments, Program program, Consumer<Throwable> onBroken) {
        Settings settings = Settings.read(Sources.ofProcess(arguments), StreamSettingsReading.CHECKS);
        StreamSettings stream = StreamSettingsReading.of(settings);
        program.serve(HttpSettings.of(settings));
        SchemaRegistry registry = new CachingSchemaRegistry(SchemaRegistries.open(settings.registry()));
        program.say("joining " + stream.bootstrapServers() + " as " + stream.applicationId() + ", state in "
                + stream.stateDir());
        ClusterCheck.require(
                new ClusterCheck.Cluster(stream.bootstrapServers(), settings.kafka(), registry, stream.topicPrefix()),
                Rights.ofStream(stream.topicPrefix(), stream.applicationId()));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        StreamApp app = started(stream, registry, program.instruments(), broken -> {
            failure.compareAndSet(null, broken);
            onBroken.accept(broken);
        });
        if (!app.awaitRunning(READY_LIMIT)) {
            app.close();
            throw notRunning(failure.get());
        }
        return app;
    }

    private static CannotStart notRunning(Throwable failure) {
        return failure == null
                ? CannotStart.unreachable(
                        "the stream app did not run within " + READY_LIMIT.toMinutes() + " minutes; the log tells more",
                        null)
                : new CannotStart("the stream app can't start: " + KafkaRefusal.told(failure), failure);
    }

    private static StreamApp started(
            StreamSettings stream, SchemaRegistry registry, Instruments instruments, Consumer<Throwable> onBroken) {
        try {
            return StreamApp.start(stream, registry, instruments, onBroken);
        } catch (StreamsException e) {
            throw new CannotStart(
                    "can't use the state folder " + stream.stateDir() + " (" + e.getMessage()
                            + "): another instance may use it; give each its own stream.state.dir",
                    e);
        }
    }
}
