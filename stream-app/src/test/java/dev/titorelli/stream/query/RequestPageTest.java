package dev.titorelli.stream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.HeldJob;
import dev.titorelli.JobPhase;
import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPageTest {

    private static final String REQUEST = "acme/heath";
    private static final int OWNER = RowsFixture.partition(REQUEST);

    private final Neighbourhood neighbourhood = new Neighbourhood();
    private RowsFixture here;
    private RowsFixture there;

    @BeforeEach
    void fill(@TempDir Path stateDir) {
        here = RowsFixture.whole(stateDir).request(REQUEST, "RUNNING", 1_000);
        here.lose(0, 1, 2);
        there = here.other();
    }

    @Test
    void tellsWhereARequestStands() {
        here.take(OWNER);
        here.runningJob(REQUEST, "run-1");
        here.image(REQUEST);
        here.failure(REQUEST, "WORKER_LOST");
        here.hears(new HeldJob(REQUEST + "/image/2", 2, JobPhase.STEPPING, 5, 20));
        neighbourhood.add("here", here, OWNER);

        Answer answer = ask(REQUEST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry(HttpNeighbours.GROUP, "group");
        JsonNode told = Neighbourhood.json(answer);
        assertThat(told.path("state").asText()).isEqualTo("RUNNING");
        assertThat(told.path("acceptedAt").asText()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(told.path("jobs").asInt()).isEqualTo(3);
        assertThat(told.path("jobsDone").asInt()).isEqualTo(1);
        assertThat(told.at("/unfinishedJobs/0/state").asText()).isEqualTo("RUNNING");
        assertThat(told.at("/unfinishedJobs/0/attempt").asInt()).isEqualTo(2);
        assertThat(told.at("/unfinishedJobs/0/step").asInt()).isEqualTo(5);
        assertThat(told.path("images")).hasSize(1);
        assertThat(told.at("/failedJobs/0/failure/code").asText()).isEqualTo("WORKER_LOST");
    }

    @Test
    void leavesOutTheStepOfAnOlderAttempt() {
        here.take(OWNER);
        here.runningJob(REQUEST, "run-1");
        here.hears(new HeldJob(REQUEST + "/image/2", 1, JobPhase.STEPPING, 19, 20));
        neighbourhood.add("here", here, OWNER);

        assertThat(Neighbourhood.json(ask(REQUEST)).at("/unfinishedJobs/0").has("step"))
                .isFalse();
    }

    @Test
    void asksTheOwnerForWhatItDoesNotHold() {
        there.take(OWNER);
        neighbourhood.add("here", here);
        neighbourhood.add("there", there, OWNER);

        assertThat(ask(REQUEST).status()).isEqualTo(200);
        assertThat(neighbourhood.asked()).containsExactly("there");
    }

    @Test
    void saysThatThereIsNoRequestOnlyWhereItsOwnerSaysIt() {
        String unknown = "acme/none";
        there.take(0, 1, 2);
        neighbourhood.add("here", here);
        neighbourhood.add("there", there, 0, 1, 2);

        assertThat(ask(unknown).status()).isEqualTo(404);
    }

    @Test
    void asksToAskAgainWhileNobodyHoldsThePartition() {
        neighbourhood.add("here", here);

        Answer answer = ask(REQUEST);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(answer.body())
                .contains("partition " + OWNER, "no instance with another address is known to hold it");
    }

    @Test
    void asksToAskAgainWhenTheOneThatIsSaidToHoldItDoesNot() {
        neighbourhood.add("here", here);
        neighbourhood.add("there", there, OWNER);

        Answer answer = ask(REQUEST);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("there had it and has it no longer");
    }

    @Test
    void asksToAskAgainWhenTheOwnerIsGone() {
        neighbourhood.add("here", here);
        neighbourhood.add("there", there, OWNER);
        neighbourhood.kill("there");

        Answer answer = ask(REQUEST);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("there has it and can't be connected to");
    }

    @Test
    void isAskedOnceWhenTwoInstancesBelieveThatTheOtherHoldsIt() {
        neighbourhood.add("here", here, OWNER);
        neighbourhood.add("there", there, OWNER);

        assertThat(ask(REQUEST).status()).isEqualTo(503);
        assertThat(neighbourhood.asked()).containsExactly("there");
    }

    @Test
    void doesNotTrustRowsThatItLostWhileItReadThem() {
        RowsFixture whole = here;
        Holdings losing = new Holdings() {
            private boolean asked;

            @Override
            public Optional<StoredRequests> partition(int partition) {
                whole.lose(0, 1, 2);
                if (!asked) {
                    whole.take(partition);
                }
                asked = true;
                return whole.partition(partition);
            }

            @Override
            public Optional<HeldJob> heldBy(String workerRun, String jobId) {
                return Optional.empty();
            }
        };
        neighbourhood.add("here", losing, OWNER);

        assertThat(ask("acme/none").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heath", "ACME/heath", "acme/", "acme/a/b", "acme/%20"})
    void namesAnIdentityThatIsNotAllowed(String request) {
        neighbourhood.add("here", here);

        assertThatThrownBy(() -> ask(request))
                .isInstanceOf(BadParameter.class)
                .hasMessageStartingWith("request '")
                .hasMessageContaining("allowed is tenant/requestId");
    }

    private Answer ask(String request) {
        return neighbourhood.ask("here", QueryPages.REQUESTS + "/" + request, "");
    }
}
