package dev.titorelli.registry;

import dev.titorelli.registry.SchemaRegistryException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the nodes of a registry in turn until one answers, beginning with the one that answered last. Every call that we
 * make may be repeated: registering the same schema twice gives the same id. Safe for several threads.
 */
final class RegistryHttp {

    private static final Logger log = LoggerFactory.getLogger(RegistryHttp.class);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final RegistrySettings settings;
    private final HttpClient client;
    private volatile int firstNode;

    RegistryHttp(RegistrySettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    RegistryAnswer get(String path) {
        return ask("GET", path, BodyPublishers.noBody());
    }

    RegistryAnswer post(String path, String json) {
        return ask("POST", path, BodyPublishers.ofString(json));
    }

    RegistryAnswer put(String path, String json) {
        return ask("PUT", path, BodyPublishers.ofString(json));
    }

    /** The first answer that is more than passing trouble; Unavailable when all rounds over all nodes gave none. */
    private RegistryAnswer ask(String method, String path, BodyPublisher body) {
        Unavailable last = null;
        for (int round = 0; round <= settings.retries(); round++) {
            if (round > 0) {
                pause(round);
            }
            int first = firstNode;
            for (int i = 0; i < settings.urls().size(); i++) {
                int node = (first + i) % settings.urls().size();
                URI uri = URI.create(settings.urls().get(node) + path);
                try {
                    RegistryAnswer answer = send(request(method, uri, body));
                    if (!answer.isPassing()) {
                        firstNode = node;
                        return answer;
                    }
                    last = new Unavailable(answer.toString(), null);
                } catch (IOException e) {
                    last = new Unavailable(uri + ": " + e, e);
                }
                log.atDebug()
                        .addKeyValue("round", round)
                        .log("No answer of the schema registry: {}", last.getMessage());
            }
        }
        throw new Unavailable(last.getMessage() + ": look at schema.registry.url", last);
    }

    private HttpRequest request(String method, URI uri, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body)
                .header("Accept", MEDIA_TYPE + ", application/json")
                .header("Content-Type", MEDIA_TYPE);
        settings.login().ifPresent(login -> request.header("Authorization", "Basic " + base64(login)));
        return request.build();
    }

    /** HttpRequest's own time-out ends with the headers, so a body that never ends would hold the caller for ever. */
    private RegistryAnswer send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(request, BodyHandlers.ofString());
        try {
            HttpResponse<String> done = response.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return RegistryAnswer.of(request.uri(), done.statusCode(), done.body());
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new IOException(
                    "no answer within " + settings.requestTimeout().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            throw interrupted(e);
        }
    }

    private void pause(int round) {
        long factor = 1L << Math.min(round - 1, 20);
        Duration wait = settings.backoff().multipliedBy(factor);
        try {
            Thread.sleep(wait.compareTo(LONGEST_WAIT) < 0 ? wait.toMillis() : LONGEST_WAIT.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Unavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Unavailable("interrupted while asking the schema registry", e);
    }

    private static String base64(RegistrySettings.Login login) {
        String pair = login.user() + ":" + login.password();
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
