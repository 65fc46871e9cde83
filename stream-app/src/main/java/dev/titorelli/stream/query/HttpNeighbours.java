package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks other instances over HTTP, each once, with a header by which they know not to ask further. What comes back is
 * bounded in time and size, and must say that it comes from this group: behind an address may be anybody.
 */
final class HttpNeighbours implements Neighbours {

    /** Who has this header was asked by another instance. */
    static final String FORWARDED = "titorelli-forwarded";

    /** The group that an answer comes from. */
    static final String GROUP = "Titorelli-Group";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String group;

    /** @param group the application id of Kafka Streams */
    HttpNeighbours(String group) {
        this.group = group;
    }

    @Override
    public CompletionStage<Answer> ask(Peer peer, String target) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create("http://" + peer.address() + target))
                    .timeout(PATIENCE)
                    .header(FORWARDED, "1")
                    .build();
        } catch (IllegalArgumentException e) { // an address that somebody else has announced
            return CompletableFuture.failedStage(e);
        }
        CompletableFuture<HttpResponse<String>> asked = client.sendAsync(request, info -> new BoundedText(MAX_BYTES));
        return asked.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> asked.cancel(true)) // does nothing to one that is done
                .thenApply(this::trusted);
    }

    private Answer trusted(HttpResponse<String> response) {
        String from = response.headers().firstValue(GROUP).orElse("");
        boolean says = response.statusCode() == 200 || response.statusCode() == 404;
        if (says && !from.equals(group)) {
            throw new CompletionException(
                    new IOException("who answers there is no instance of " + group + "; see http.advertised"));
        }
        return new Answer(response.statusCode(), "application/json", response.body(), Map.of());
    }
}
