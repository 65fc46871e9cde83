package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchStreamIT {

    @TempDir
    private Path folder;

    @Test
    void measuresOnAClusterAndLeavesNoTopicBehind() throws Exception {
        Path json = folder.resolve("bench.json");
        Path config = folder.resolve("some.properties");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Files.writeString(config, "kafka.bootstrap.servers=" + kafka.bootstrapServers());
            RecordingTerminal terminal = new RecordingTerminal();

            int code = terminal.run(
                    "bench",
                    "stream",
                    "--requests",
                    "200",
                    "--warm-up",
                    "1",
                    "--seconds",
                    "1",
                    "--config",
                    config.toString(),
                    "--json",
                    json.toString());

            assertThat(code).as(terminal.err()).isZero();
            assertThat(terminal.out()).contains("stream app", "pass-through", "90 %");
            Set<String> left = admin.listTopics().names().get();
            assertThat(left).noneMatch(name -> name.startsWith("bench-"));
        }
        JsonNode measured = new ObjectMapper().readTree(json.toFile()).get("measured");
        assertThat(measured.get("requestsASecond").asDouble()).isPositive();
        assertThat(measured.get("app").get("recordsARequest").asDouble()).isGreaterThan(10);
        assertThat(measured.get("latencies").findValuesAsText("percent")).isEqualTo(List.of("10", "50", "90"));
        assertThat(measured.get("passThrough").get("recordsASecond").asDouble()).isPositive();
        assertThat(measured.get("app").get("cpu").get("streamThreads").asDouble())
                .isPositive();
        assertThat(measured.get("topics").findValuesAsText("topic")).contains("request.v1", "event.v1");
    }

    @Test
    void refusesARoundWithoutRequests() {
        RecordingTerminal terminal = new RecordingTerminal();

        assertThat(terminal.run("bench", "stream", "--requests", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(terminal.err()).contains("--requests 0: allowed is 1 and above");
    }
}
