package dev.titorelli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Pages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageServingTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Pages pages = new Pages();
    private final HealthServer server =
            HealthServer.start(HttpSettings.of("127.0.0.1", "0"), new Health(), () -> "", pages);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void announcesWhereItAnswers() {
        assertThat(server.url()).hasToString("http://" + pages.address().orElseThrow());
    }

    @Test
    void answersAPageThatWasAddedLater() throws Exception {
        pages.add(
                "/v1/things",
                call -> CompletableFuture.completedStage(
                        Answer.problem(200, call.path() + " " + call.query()).with("Made-Up", "yes")));

        HttpResponse<String> answer = ask("/v1/things/one?a=b%20c");

        assertThat(answer.body()).isEqualTo("{\"message\":\"/v1/things/one a=b%20c\"}\n");
        assertThat(answer.headers().firstValue("Made-Up")).contains("yes");
        assertThat(ask("/v1/thingsome").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhichParameterIsNotAllowed() throws Exception {
        pages.add("/v1/things", call -> {
            throw new BadParameter("limit", "x".repeat(200), "1 to 5");
        });

        HttpResponse<String> answer = ask("/v1/things");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"parameter\":\"limit\"", "\"allowed\":\"1 to 5\"", "x...");
    }

    @Test
    void survivesAPageThatBreaks() throws Exception {
        pages.add("/v1/now", call -> {
            throw new IllegalStateException("broken");
        });
        pages.add("/v1/later", call -> CompletableFuture.failedStage(new IllegalStateException("broken")));

        assertThat(ask("/v1/now").statusCode()).isEqualTo(500);
        assertThat(ask("/v1/later").statusCode()).isEqualTo(500);
    }

    @Test
    void changesNothing() throws Exception {
        pages.add("/v1/things", call -> CompletableFuture.completedStage(Answer.problem(200, "")));
        HttpRequest post = HttpRequest.newBuilder(server.url().resolve("/v1/things"))
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(CLIENT.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void isAliveWhileEveryPageHangs() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        pages.add("/v1/stuck", call -> {
            await(stuck);
            return CompletableFuture.completedStage(Answer.problem(200, ""));
        });
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(CLIENT.sendAsync(HttpRequest.newBuilder(uri("/v1/stuck")).build(), BodyHandlers.ofString()));
        }

        assertThat(ask("/livez").statusCode()).isEqualTo(200);

        stuck.countDown();
        assertThat(asked)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return server.url().resolve(path);
    }
}
