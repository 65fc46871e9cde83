package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.health.Health;
import dev.titorelli.health.HealthServer;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Pages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueVerbsTest {

    private static final String BACKLOG =
            """
            {"totals": {"jobsWaiting": 3}, "queues": [
              {"queue": "shapes.tokens-64", "model": "shapes", "lane": "interactive", "paused": false, "jobsWaiting": 3,
               "backlogSeconds": 4.5, "jobsInFlight": 2, "inFlightSeconds": 3.0, "workSeconds": 7.5, "jobsUnstarted": 1,
               "room": 4, "workers": 1, "tenants": [
                 {"tenant": "acme", "jobsWaiting": 3, "backlogSeconds": 4.5, "jobsInFlight": 2, "paused": true}]},
              {"queue": "shapes.tokens-64.bulk", "model": "shapes", "lane": "bulk", "paused": false, "jobsWaiting": 0,
               "backlogSeconds": 0.0, "jobsInFlight": 0, "jobsUnstarted": 0, "tenants": []}]}
            """;

    private final Pages pages = new Pages();
    private final HealthServer server =
            HealthServer.start(HttpSettings.of("127.0.0.1", "0"), new Health(), () -> "", pages);
    private final RecordingTerminal terminal = new RecordingTerminal();
    private final List<String> asked = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsQueuesAndTheirTenants() {
        answer(200, BACKLOG);

        assertThat(run("list")).isZero();

        assertThat(terminal.out().lines())
                .containsExactly(
                        "queue                  tenant  waiting  work   in flight  state   room  workers",
                        "shapes.tokens-64               3        4.5 s  2                  4     1",
                        "                       acme    3        4.5 s  2          paused",
                        "shapes.tokens-64.bulk          0        0 s    0");
    }

    @Test
    void handsOnWhatIsWanted() {
        answer(200, BACKLOG);

        run("list", "shapes.tokens-64", "--model", "shapes", "--lane", "bulk", "--json");

        assertThat(asked).containsExactly("/backlog?lane=BULK&model=shapes&queue=shapes.tokens-64");
        assertThat(terminal.out()).startsWith("{\"totals\":").hasLineCount(1);
    }

    @Test
    void asksForATenantThatHasJobs() {
        answer(200, BACKLOG);

        assertThat(run("list", "--tenant", "acme")).isZero();

        assertThat(asked).containsExactly("/backlog", "/backlog?tenant=acme");
    }

    @Test
    void namesTheQueuesThatThereAreForOneThatThereIsNot() {
        answer(400, "{\"message\": \"queue 'shapes.tokens-65': allowed is one of shapes.tokens-64\"}");

        assertThat(run("pause", "shapes.tokens-65")).isEqualTo(7);

        assertThat(terminal.err())
                .isEqualTo("titorelli: queue 'shapes.tokens-65': allowed is one of shapes.tokens-64\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "pause", "resume", "purge"})
    void namesTheTenantsThatThereAreForOneThatThereIsNot(String verb) {
        answer(200, BACKLOG);

        assertThat(run(verb, "--tenant", "zoo")).isEqualTo(7);

        assertThat(terminal.err()).isEqualTo("titorelli: tenant zoo has no jobs there; there have: acme\n");
    }

    @Test
    void purgesNothingWithoutAPersonsYes() {
        answer(200, BACKLOG);

        assertThat(run("purge", "shapes.tokens-64")).isEqualTo(2);

        assertThat(terminal.err())
                .contains("give --yes to do it. Throw away 3 waiting jobs of shapes.tokens-64? Their stages fail.");
    }

    @Test
    void saysThatThereIsNothingToPurge() {
        answer(200, BACKLOG.replace("\"jobsWaiting\": 3", "\"jobsWaiting\": 0"));

        assertThat(run("purge", "--all")).isZero();

        assertThat(terminal.out()).isEqualTo("Nothing to purge\n");
    }

    @Test
    void saysWhatIsMissingFromAList() {
        answer(200, "{\"queues\": [], \"incomplete\": {\"partitions\": [2], \"reasons\": [\"b:1 does not answer\"]}}");

        assertThat(run("list")).isEqualTo(5);

        assertThat(terminal.err())
                .isEqualTo("titorelli: some queues are missing, partitions [2] of queue.v1 could not be asked: b:1 does"
                        + " not answer\n");
    }

    private int run(String... verb) {
        String[] where = {
            "--bootstrap",
            "127.0.0.1:1",
            "--registry",
            "http://127.0.0.1:1",
            "--objects",
            folder.toString(),
            "--stream",
            server.url().toString()
        };
        return terminal.run(Stream.of(Stream.of("queue"), Arrays.stream(verb), Arrays.stream(where))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    private void answer(int status, String body) {
        pages.add("/backlog", call -> {
            asked.add(call.target());
            return CompletableFuture.completedStage(
                    new Answer(status, "application/json", body, Map.of("Titorelli-Group", "g")));
        });
    }
}
