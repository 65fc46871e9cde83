package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.cli.Titorelli;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.embedded.RegistryServer;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.WorkerMain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stream apps and workers as programs of their own, on three stock brokers that {@code ./titorelli setup} has made ready. For one thread. */
final class ClusterPrograms implements AutoCloseable {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    private final Path data;
    private final Path settings;
    private final BrokerCluster brokers;
    private final RegistryServer registryServer;
    private final SchemaRegistry registry;
    private final Map<String, ProgramProcess> programs = new LinkedHashMap<>();
    private int started;

    private ClusterPrograms(Path data) throws Exception {
        this.data = data;
        this.brokers = BrokerCluster.start(data);
        this.registryServer = RegistryServer.start(brokers.bootstrapServers(), 0);
        this.registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(registryServer.url())));
        this.settings = Files.writeString(
                data.resolve("titorelli.properties"),
                String.join(
                        "\n",
                        "kafka.bootstrap.servers=" + brokers.bootstrapServers(),
                        "schema.registry.url=" + registryServer.url(),
                        "objects=" + objects(),
                        "model=" + MODEL,
                        "topics.replication=3",
                        ""));
    }

    /** Starts brokers and registry and sets them up; stream apps and workers come one by one. */
    static ClusterPrograms start(Path data) throws Exception {
        ClusterPrograms programs = new ClusterPrograms(data);
        ProgramProcess setup = programs.run(Titorelli.class, "setup", List.of("setup"));
        if (setup.awaitExit() != 0) {
            throw new AssertionError("setup failed: " + setup.said());
        }
        programs.brokers.awaitWhole();
        return programs;
    }

    BrokerCluster brokers() {
        return brokers;
    }

    String bootstrapServers() {
        return brokers.bootstrapServers();
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** What a user's client needs, with these stream apps to ask. */
    Addresses addresses(Collection<ProgramProcess> streams) throws IOException {
        List<URI> urls = new ArrayList<>();
        for (ProgramProcess stream : streams) {
            urls.add(stream.url());
        }
        return Addresses.of(bootstrapServers(), registryServer.url(), objects(), Topics.DEFAULT_PREFIX)
                .withStreams(urls);
    }

    Path objects() {
        return data.resolve("objects");
    }

    /** One more stream app, which is not awaited. */
    ProgramProcess stream() throws IOException {
        String name = "stream-" + ++started;
        return run(StreamMain.class, name, List.of("--stream.state.dir=" + data.resolve("state-" + name)));
    }

    /** One more worker, which is not awaited. */
    ProgramProcess worker() throws IOException {
        String name = "worker-" + ++started;
        return run(WorkerMain.class, name, List.of("--worker.name=" + name));
    }

    /** A program by the name that it has in heartbeats. */
    ProgramProcess program(String name) {
        return programs.get(name);
    }

    /** Fails when a program has ended by itself, for a reason that it names. */
    void requireNoneBroken() throws IOException {
        for (ProgramProcess program : programs.values()) {
            assertThat(program.said()).doesNotContain("broken", "unexpected");
        }
    }

    private ProgramProcess run(Class<?> main, String name, List<String> own) throws IOException {
        List<String> arguments = new ArrayList<>(own);
        arguments.add("--config=" + settings);
        ProgramProcess process = ProgramProcess.start(main, data.resolve(name + ".said"), arguments);
        programs.put(name, process);
        return process;
    }

    @Override
    public void close() {
        programs.values().forEach(ProgramProcess::close);
        registryServer.close();
        brokers.close();
    }
}
