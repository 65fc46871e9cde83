package dev.titorelli.stream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.health.Health;
import dev.titorelli.health.HealthServer;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Pages;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpNeighboursTest {

    private final Pages pages = new Pages();
    private final HealthServer server =
            HealthServer.start(HttpSettings.of("127.0.0.1", "0"), new Health(), () -> "", pages);
    private final Peer peer = new Peer(pages.address().orElseThrow(), Set.of(0));
    private final HttpNeighbours neighbours = new HttpNeighbours("our-group");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksAsAnInstanceThatIsNotToBeAskedFurther() {
        pages.add(
                "/v1/requests", call -> answers(200, "our-group", call.header("titorelli-forwarded") + call.target()));

        assertThat(ask("/v1/requests?limit=3").body()).isEqualTo("Optional[1]/v1/requests?limit=3");
    }

    @Test
    void handsOnThatThereIsNoSuchRequest() {
        pages.add("/v1/requests", call -> answers(404, "our-group", "none"));

        assertThat(ask("/v1/requests/a/b").status()).isEqualTo(404);
    }

    @Test
    void doesNotBelieveSomebodyElseThatThereIsNoSuchRequest() {
        assertThatThrownBy(() -> ask("/v1/requests/a/b"))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("no instance of our-group");
    }

    @Test
    void doesNotBelieveAnotherGroup() {
        pages.add("/v1/requests", call -> answers(200, "their-group", "{}"));

        assertThatThrownBy(() -> ask("/v1/requests/a/b")).hasMessageContaining("no instance of our-group");
    }

    @Test
    void refusesAnAnswerWithoutEnd() {
        pages.add("/v1/requests", call -> answers(200, "our-group", "x".repeat(9 * 1024 * 1024)));

        assertThatThrownBy(() -> ask("/v1/requests")).hasMessageContaining("the answer has more than 8388608 bytes");
    }

    @Test
    void failsWhereNobodyListens() {
        server.close();

        assertThatThrownBy(() -> ask("/v1/requests")).isInstanceOf(CompletionException.class);
        assertThat(Reason.of(catchFailure())).isEqualTo("can't be connected to");
    }

    @Test
    void failsForAnAddressThatIsNone() {
        CompletableFuture<Answer> asked =
                neighbours.ask(new Peer("no host:1", Set.of()), "/v1/requests").toCompletableFuture();

        assertThat(asked).isCompletedExceptionally();
    }

    private Throwable catchFailure() {
        return neighbours
                .ask(peer, "/v1/requests")
                .handle((answer, failure) -> failure)
                .toCompletableFuture()
                .join();
    }

    private Answer ask(String target) {
        return neighbours.ask(peer, target).toCompletableFuture().join();
    }

    private static CompletableFuture<Answer> answers(int status, String group, String body) {
        return CompletableFuture.completedFuture(
                new Answer(status, "application/json", body, Map.of(HttpNeighbours.GROUP, group)));
    }
}
