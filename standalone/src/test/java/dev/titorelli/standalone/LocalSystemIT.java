package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemIT {

    private static final Path MODEL = Path.of("..", "models", "shapes");

    @TempDir
    private static Path data;

    private static LocalSystem system;

    @BeforeAll
    static void start() {
        system = LocalSystem.start(LocalSettings.of(data, MODEL), progress -> {});
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void tellsItsAddressesInTheDataDirectory() throws Exception {
        Properties addresses = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("addresses.properties"))) {
            addresses.load(reader);
        }

        assertThat(addresses)
                .containsEntry("bootstrap.servers", system.bootstrapServers())
                .containsEntry("schema.registry.url", system.registryUrl())
                .containsEntry("objects", system.objectsRoot().toString())
                .containsEntry("model", "shapes")
                .containsEntry("topic.prefix", "titorelli.");
        assertThat(addresses.getProperty("pid"))
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void hasEverySubjectBeforeItIsReady() {
        assertThat(Topics.all()).allSatisfy(topic -> assertThat(system.registry()
                        .latest(topic.subject(Topics.DEFAULT_PREFIX))
                        .schema())
                .isEqualTo(topic.schema()));
    }

    @Test
    void refusesASecondSystemInItsDirectory() {
        assertThatThrownBy(() -> LocalSystem.start(LocalSettings.of(data, MODEL), progress -> {}))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("in use by another running system");
    }

    @Test
    void refusesADirectoryThatIsNoModel(@TempDir Path other) {
        assertThatThrownBy(() -> LocalSystem.start(LocalSettings.of(other.resolve("data"), other), progress -> {}))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("config.json");
        assertThat(other.resolve("data/addresses.properties")).doesNotExist();
    }
}
