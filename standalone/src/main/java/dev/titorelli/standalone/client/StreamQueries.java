package dev.titorelli.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.identity.RequestId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks the stream apps where requests and queues stand. Any of them knows; one that is away is passed over, and while a request moves
 * from one to another it is asked for again for up to half a minute. For one thread.
 */
public final class StreamQueries implements RequestFinder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(12);
    private static final Duration MOVING = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final List<URI> urls;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** @param urls where stream apps answer; empty when nobody said it */
    public StreamQueries(List<URI> urls) {
        this.urls = List.copyOf(urls);
    }

    @Override
    public Optional<QueriedRequest> find(RequestId request) {
        Answer answer = ask("/v1/requests/" + request);
        return answer.status() == 404 ? Optional.empty() : Optional.of(new QueriedRequest(expect(answer)));
    }

    /** The counters of a batch label, as the stream app tells them; empty when it has none. */
    public Optional<JsonNode> batch(RequestId batch) {
        Answer answer = ask("/v1/batches/" + batch);
        return answer.status() == 404 ? Optional.empty() : Optional.of(expect(answer));
    }

    /**
     * A page of the list, as the stream app tells it.
     *
     * @param parameters of docs/http.md
     * @throws UnreachableException when no stream app answers, or none is known
     * @throws IllegalArgumentException with what is wrong with the parameters
     */
    public JsonNode list(Map<String, String> parameters) {
        return page("/v1/requests", parameters);
    }

    /**
     * How much work waits in the queues, as the stream apps tell it together.
     *
     * @param parameters of docs/http.md
     * @throws UnreachableException when no stream app answers, or none is known
     * @throws IllegalArgumentException with what is wrong with the parameters, such as an unknown queue, and what is allowed
     */
    public JsonNode backlog(Map<String, String> parameters) {
        return page("/backlog", parameters);
    }

    private JsonNode page(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return expect(ask(path + (query.isEmpty() ? "" : "?" + query)));
    }

    private record Answer(URI from, int status, JsonNode body) {}

    private Answer ask(String target) {
        if (urls.isEmpty()) {
            throw new UnreachableException(
                    "no stream app is known to ask: set stream.url, or give --stream http://HOST:PORT, the http.port"
                            + " of a stream app (up: without --http-port off)",
                    null);
        }
        long deadline = System.nanoTime() + MOVING.toNanos();
        while (true) {
            List<String> problems = new ArrayList<>();
            for (URI url : urls) {
                Optional<Answer> answer = ask(url, target, problems);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            boolean moving = problems.stream().anyMatch(problem -> problem.contains(" says: "));
            if (!moving || System.nanoTime() - deadline > 0) {
                throw new UnreachableException(
                        "no stream app could answer (" + String.join("; ", problems)
                                + "): set stream.url, or give --stream http://HOST:PORT",
                        null);
            }
            pause();
        }
    }

    private Optional<Answer> ask(URI url, String target, List<String> problems) {
        String base = url.toString().replaceAll("/+$", "");
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + target))
                    .timeout(ANSWER)
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            JsonNode body = read(response.body());
            boolean ours = response.headers().firstValue("Titorelli-Group").isPresent();
            if (response.statusCode() == 503) {
                problems.add(url + " says: " + body.path("message").asText());
                return Optional.empty();
            }
            if (!ours && response.statusCode() != 400) {
                problems.add(url + " is no stream app: it answers with status " + response.statusCode());
                return Optional.empty();
            }
            return Optional.of(new Answer(url, response.statusCode(), body));
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            problems.add(url + ": " + why);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while asking " + url, e);
        }
    }

    private static JsonNode read(InputStream body) throws IOException {
        try (body) {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the answer has more than " + MAX_BYTES + " bytes");
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // who is no stream app says what he likes
        }
    }

    private static JsonNode expect(Answer answer) {
        if (answer.status() == 400) {
            throw new IllegalArgumentException(answer.body().path("message").asText());
        }
        if (answer.status() != 200) {
            throw new UnreachableException(
                    answer.from() + " answers with status " + answer.status() + ": "
                            + answer.body().path("message").asText(),
                    null);
        }
        return answer.body();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while waiting for a stream app", e);
        }
    }
}
