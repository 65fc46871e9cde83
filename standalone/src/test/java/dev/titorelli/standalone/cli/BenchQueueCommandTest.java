package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchQueueCommandTest {

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    @Test
    void tellsSharesWaitsAndTheDelayByAFlood() throws Exception {
        Path json = folder.resolve("queue.json");
        int code = terminal.run(
                "bench",
                "queue",
                "--pure",
                "--jobs",
                "100",
                "--flood",
                "500",
                "--singles",
                "5",
                "--json",
                json.toString());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("steady", "burst", "gamma", "the flood delays it by");
        JsonNode flood = new ObjectMapper().readTree(json.toFile()).get(2);
        assertThat(flood.get("delay").get("max").asDouble()).isLessThan(2);
        assertThat(flood.get("tenants").get(0).get("waitMs").get("p99").asDouble())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--weights | acme=0,beta=1 | --weights acme=0.0: allowed is above 0 to 1000",
                "--weights | acme=1 | allowed are two tenants and more",
                "--weights | acme=1,acme=2 | --weights acme=2: allowed is tenant=weight, each tenant once",
                "--weights | acme=much,beta=1 | --weights acme=much: the weight is no number",
                "--weights | Acme=1,beta=1 | tenant Acme: allowed is [a-z0-9-]{1,40}",
                "--pattern | rush | --pattern rush: allowed are steady, burst, flood",
                "--queues | 5 | --queues 5: allowed is 1 to 4",
                "--load | 1 | --load 1.0: allowed is above 0 and below 1",
                "--job-ms | 0 | --job-ms 0: allowed is 1 and above",
                "--workers | 0 | --workers 0: allowed is 1 and above"
            })
    void namesWhatIsWrongAndWhatIsAllowed(String option, String value, String message) {
        assertThat(terminal.run("bench", "queue", "--pure", option, value)).isEqualTo(ExitCode.USAGE.code());
        assertThat(terminal.err()).contains(message);
    }
}
