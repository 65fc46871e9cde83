package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.EventKind;
import dev.titorelli.health.Health;
import dev.titorelli.health.HealthServer;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import dev.titorelli.http.Pages;
import dev.titorelli.identity.RequestId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamQueriesTest {

    private static final RequestId REQUEST = new RequestId("acme", "heath");
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private final Pages pages = new Pages();
    private final HealthServer server =
            HealthServer.start(HttpSettings.of("127.0.0.1", "0"), new Health(), () -> "", pages);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void passesOverOneThatIsAway() {
        answer(call -> ours(200, "{\"state\":\"RUNNING\"}"));

        assertThat(queries(NOBODY, server.url()).find(REQUEST).orElseThrow().state())
                .isEqualTo(EventKind.RUNNING);
    }

    @Test
    void knowsThatThereIsNoSuchRequest() {
        answer(call -> ours(404, "{}"));

        assertThat(queries(server.url()).find(REQUEST)).isEmpty();
    }

    @Test
    void asksAgainWhileTheRequestMoves() {
        AtomicInteger calls = new AtomicInteger();
        answer(call ->
                calls.incrementAndGet() == 1 ? Answer.askAgain("it moves") : ours(200, "{\"state\":\"COMPLETED\"}"));

        assertThat(queries(server.url()).find(REQUEST)).isPresent();
        assertThat(calls).hasValue(2);
    }

    @Test
    void doesNotBelieveSomebodyElse() {
        assertThatThrownBy(() -> queries(server.url()).find(REQUEST))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(server.url() + " is no stream app: it answers with status 404")
                .hasMessageContaining("--stream");
    }

    @Test
    void saysWhatToSetWhenNoneIsKnown() {
        assertThatThrownBy(() -> queries().find(REQUEST))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("no stream app is known to ask: set stream.url, or give --stream");
    }

    @Test
    void handsParametersOnAndSaysWhichIsWrong() {
        answer(call -> ours(
                400, "{\"message\":\"" + call.parameters(Map.of("since", "").keySet()) + "\"}"));

        assertThatThrownBy(() -> queries(server.url()).list(Map.of("since", "a b&c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("{since=a b&c}");
    }

    private void answer(Function<Call, Answer> page) {
        pages.add("/v1/requests", call -> CompletableFuture.completedStage(page.apply(call)));
    }

    private static Answer ours(int status, String body) {
        return new Answer(status, "application/json", body, Map.of("Titorelli-Group", "g"));
    }

    private static StreamQueries queries(URI... urls) {
        return new StreamQueries(List.of(urls));
    }
}
