package dev.titorelli.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Health health = new Health();
    private final HealthServer server = HealthServer.start("127.0.0.1", 0, health, () -> "made_up_total 1.0\n");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isAliveAndNotReadyWhileItStarts() throws Exception {
        assertThat(ask("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = ask("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"ok\":false,\"checks\":{\"program\":\"starting\"}}\n");
    }

    @Test
    void saysOfEachCheckWhatItSaid() throws Exception {
        health.started();
        health.ready("objects", () -> Optional.of("no answer"));
        health.ready("kafka", Optional::empty);

        HttpResponse<String> ready = ask("/readyz");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(ready.body())
                .isEqualTo(
                        "{\"ok\":false,\"checks\":{\"program\":\"ok\",\"objects\":\"no answer\",\"kafka\":\"ok\"}}\n");
    }

    @Test
    void isReadyWhenItHasStartedAndEveryCheckPasses() throws Exception {
        health.started();
        health.ready("kafka", Optional::empty);

        assertThat(ask("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void livesAndIsNotReadyWhileItDrains() throws Exception {
        health.started();
        health.draining();

        assertThat(ask("/livez").statusCode()).isEqualTo(200);
        assertThat(ask("/readyz").body()).contains("\"program\":\"draining\"");
    }

    @Test
    void isDeadWhenALiveCheckFails() throws Exception {
        health.live("loop", () -> Optional.of("stuck"));

        assertThat(ask("/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void countsACheckThatThrowsAsFailed() throws Exception {
        health.live("loop", () -> {
            throw new IllegalStateException("gone");
        });

        assertThat(ask("/livez").body()).contains("can't tell").contains("gone");
    }

    @Test
    void scrapes() throws Exception {
        HttpResponse<String> metrics = ask("/metrics");

        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body()).isEqualTo("made_up_total 1.0\n");
    }

    @Test
    void knowsNoOtherPage() throws Exception {
        assertThat(ask("/").statusCode()).isEqualTo(404);
        assertThat(ask("/livez/more").statusCode()).isEqualTo(404);
    }

    @Test
    void changesNothing() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(server.url().resolve("/readyz"))
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(CLIENT.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void refusesAPortInUseNamingTheSetting() {
        int taken = server.url().getPort();

        assertThatThrownBy(() -> HealthServer.start("127.0.0.1", taken, health, () -> ""))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("http.port");
    }

    private HttpResponse<String> ask(String path) throws Exception {
        URI page = server.url().resolve(path);
        return CLIENT.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    }
}
