package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchQueueIT {

    @TempDir
    private Path folder;

    @Test
    void sharesFakedWorkersByWeightOnABroker() throws Exception {
        Path json = folder.resolve("queue.json");
        RecordingTerminal terminal = new RecordingTerminal();

        int code = terminal.run(
                "bench",
                "queue",
                "--pattern",
                "burst",
                "--weights",
                "acme=1,beta=3",
                "--jobs",
                "60",
                "--job-ms",
                "100",
                "--workers",
                "2",
                "--json",
                json.toString());

        assertThat(code).as(terminal.err()).isZero();
        JsonNode burst = new ObjectMapper().readTree(json.toFile()).get(0);
        assertThat(burst.get("jobs").asInt()).isGreaterThanOrEqualTo(60);
        assertThat(burst.get("tenants").get(1).get("got").asDouble()).isBetween(0.6, 0.9);
        assertThat(burst.get("overhead").get("records").asDouble()).isGreaterThan(10);
    }
}
