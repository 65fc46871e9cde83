package dev.titorelli.stream.query;

import static dev.titorelli.stream.query.QueueTown.report;
import static dev.titorelli.stream.query.QueueTown.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogPageTest {

    private final QueueTown town = new QueueTown();
    private QueueTown.Owner there;

    @BeforeEach
    void fill() {
        town.know("mini.tokens-64", "mini.tokens-64.bulk", "mini.tokens-256", "large.tokens-64");
        town.add("here", 0, 1)
                .with(report("mini.tokens-64", tenant("acme", 2, 1_500, 1, 500), tenant("zoo", 1, 250, 0, 0)));
        there = town.add("there", 2)
                .with(report("mini.tokens-64.bulk", tenant("acme", 100, 60_001, 4, 2_000)))
                .with(report("large.tokens-64", tenant("zoo", 3, 30_000, 0, 0)));
    }

    @Test
    void addsUpWhatAllInstancesOwn() {
        JsonNode totals = totals("here", "");

        assertThat(totals.path("jobsWaiting").asInt()).isEqualTo(106);
        assertThat(totals.path("jobsInFlight").asInt()).isEqualTo(5);
        assertThat(totals.path("backlogSeconds").asDouble()).isEqualTo(91.751);
        assertThat(totals.path("inFlightSeconds").asDouble()).isEqualTo(2.5);
        assertThat(totals.path("workSeconds").asDouble()).isEqualTo(94.251);
    }

    @Test
    void saysTheSameWhoeverIsAsked() {
        assertThat(town.ask("here", "").body()).isEqualTo(town.ask("there", "").body());
    }

    @Test
    void tellsOfAQueueItsTenantsRoomAndWorkers() {
        JsonNode queue = json("there", "queue=mini.tokens-64").at("/queues/0");

        assertThat(queue.path("queue").asText()).isEqualTo("mini.tokens-64");
        assertThat(queue.path("model").asText()).isEqualTo("mini");
        assertThat(queue.path("lane").asText()).isEqualTo("interactive");
        assertThat(queue.path("jobsUnstarted").asInt()).isEqualTo(1);
        assertThat(queue.path("room").asInt()).isEqualTo(2);
        assertThat(queue.path("workers").asInt()).isEqualTo(3);
        assertThat(queue.path("paused").asBoolean()).isFalse();
        assertThat(queue.at("/tenants/0").toString())
                .isEqualTo("{\"tenant\":\"acme\",\"jobsWaiting\":2,\"backlogSeconds\":1.5,\"jobsInFlight\":1,"
                        + "\"inFlightSeconds\":0.5,\"workSeconds\":2.0,\"paused\":false,\"weight\":1.0}");
    }

    @ParameterizedTest
    @CsvSource({
        "queue=mini.tokens-64, 1.75",
        "model=mini, 61.751",
        "lane=bulk, 60.001",
        "lane=Interactive, 31.75",
        "tenant=zoo, 30.25",
        "tenant=acme&lane=interactive, 1.5",
        "model=large&tenant=acme, 0",
        "tenant=nobody, 0",
        "queue=mini.tokens-256, 0"
    })
    void selects(String query, double backlogSeconds) {
        assertThat(totals("here", query).path("backlogSeconds").asDouble()).isEqualTo(backlogSeconds);
    }

    @Test
    void listsQueuesByModelSizeAndLane() {
        assertThat(json("here", "").path("queues").findValuesAsText("queue"))
                .containsExactly("large.tokens-64", "mini.tokens-64", "mini.tokens-64.bulk", "mini.tokens-256");
    }

    @Test
    void tellsOfAQueueInWhichNothingWaits() {
        JsonNode queue = json("here", "queue=mini.tokens-256").at("/queues/0");

        assertThat(queue.path("jobsWaiting").asInt(-1)).isZero();
        assertThat(queue.has("room")).isFalse();
    }

    @Test
    void hasNoTotalWhenAnOwnerDoesNotAnswer() {
        town.kill("there");

        JsonNode answer = json("here", "");

        assertThat(answer.has("totals")).isFalse();
        assertThat(answer.at("/incomplete/partitions").toString()).isEqualTo("[2]");
        assertThat(answer.at("/incomplete/reasons/0").asText()).isEqualTo("there can't be connected to");
        assertThat(answer.path("queues").findValuesAsText("queue")).containsExactly("mini.tokens-64");
    }

    @Test
    void hasNoTotalWhileAPartitionMoves() {
        there.lose(2);

        assertThat(json("here", "").at("/incomplete/partitions").toString()).isEqualTo("[2]");
    }

    @Test
    void tellsNothingOfWhatAnInstanceMayHaveLost() {
        there.lose(2);

        assertThat(json("there", "").path("queues").findValuesAsText("queue")).containsExactly("mini.tokens-64");
    }

    @Test
    void namesAQueueThatDoesNotExistAndThoseThatDo() {
        Answer answer = town.ask("here", "queue=mini.tokens-65");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"parameter\":\"queue\"", "\"value\":\"mini.tokens-65\"")
                .contains("one of large.tokens-64, mini.tokens-256, mini.tokens-64, mini.tokens-64.bulk");
    }

    @Test
    void namesAModelThatDoesNotExistAndThoseThatDo() {
        assertThat(town.ask("here", "model=maxi").body()).contains("model 'maxi': allowed is one of large, mini");
    }

    @Test
    void doesNotDenyAQueueWhileSomebodyIsMissing() {
        town.kill("there");

        assertThat(town.ask("here", "queue=new.tokens-64").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "queue=mini; queue 'mini': allowed is <model>.tokens-<n>[.bulk]",
                "lane=fast; lane 'fast': allowed is interactive or bulk",
                "tenant=A; tenant 'A': allowed is [a-z0-9-]{1,40}",
                "model=; model '': allowed is [a-z0-9-]{1,40}",
                "lane=bulk&lane=bulk; lane 'bulk': allowed is one value",
                "queues=x; queues 'x': allowed is as parameters lane, model, queue, tenant"
            })
    void namesAParameterThatIsNotAllowed(String query, String message) {
        assertThatThrownBy(() -> town.ask("here", query))
                .isInstanceOf(BadParameter.class)
                .hasMessageStartingWith(message);
    }

    private JsonNode totals(String address, String query) {
        return json(address, query).path("totals");
    }

    private JsonNode json(String address, String query) {
        return Neighbourhood.json(town.ask(address, query));
    }
}
