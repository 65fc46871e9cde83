package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.settings.Settings;
import dev.titorelli.settings.SettingsException;
import dev.titorelli.settings.Sources;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.QueuePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerTenantTest {

    @TempDir
    private Path folder;

    @Test
    void readsSharesAndLimitsOfTenants() throws IOException {
        QueuePolicy policy = policy(
                "--stream.queue.weights=acme=2, other=0.5",
                "--stream.queue.waiting.by.tenant=acme=10",
                "--stream.queue.in.flight.by.tenant=other=3");

        assertThat(policy)
                .isEqualTo(new QueuePolicy(
                        QueueLimits.DEFAULTS,
                        Map.of("acme", 2.0, "other", 0.5),
                        Map.of("acme", 10),
                        Map.of("other", 3)));
    }

    @Test
    void takesTheTablesDefaults() throws IOException {
        assertThat(policy()).isEqualTo(QueuePolicy.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme=0", "acme=-1", "acme=much", "acme", "=1", "Acme=1", "acme=1,acme=2", "acme=NaN"})
    void refusesAWeightThatIsNotAboveZero(String weights) {
        assertThatThrownBy(() -> policy("--stream.queue.weights=" + weights))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("stream.queue.weights has '")
                .hasMessageContaining("allowed is <tenant>=<a number above 0>, each tenant once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stream.queue.ahead=0", "--stream.queue.waiting=0", "--stream.queue.in.flight=0"})
    void refusesToReleaseNothingAhead(String argument) {
        assertThatThrownBy(() -> policy(argument))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("stream.queue.*: ");
    }

    private QueuePolicy policy(String... arguments) throws IOException {
        Path nothingSet = folder.resolve("none.properties");
        if (!Files.exists(nothingSet)) {
            Files.createFile(nothingSet);
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config=" + nothingSet);
        return StreamSettingsReading.of(Settings.read(Sources.ofProcess(all), StreamSettingsReading.CHECKS))
                .queues();
    }
}
