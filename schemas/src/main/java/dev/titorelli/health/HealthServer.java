package dev.titorelli.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.settings.SettingKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /livez}, {@code /readyz} (200 or 503, with what each check said as JSON) and {@code /metrics} (Prometheus' text
 * format 0.0.4). No encryption and no login: nothing that it says is about a tenant, a request or a prompt.
 */
public final class HealthServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int THREADS = 2;

    private final String host;
    private final HttpServer http;
    private final ExecutorService threads;

    private HealthServer(String host, HttpServer http) {
        this.host = host;
        this.http = http;
        this.threads = Executors.newFixedThreadPool(THREADS, HealthServer::thread);
    }

    /**
     * Starts it.
     *
     * @param port 0 for a free one
     * @param scrape what {@code /metrics} says
     * @throws CannotStart when it can't listen there, naming the settings
     */
    public static HealthServer start(String host, int port, Health health, Supplier<String> scrape) {
        HealthServer server = new HealthServer(host, listen(host, port));
        server.http.setExecutor(server.threads);
        server.serve("/livez", () -> Answer.of(health.liveness()));
        server.serve("/readyz", () -> Answer.of(health.readiness()));
        server.serve("/metrics", () -> new Answer(200, METRICS_TYPE, scrape.get()));
        server.http.createContext("/", exchange -> send(exchange, Answer.problem(404, "no such page")));
        server.http.start();
        return server;
    }

    /** Where it answers: {@code http://host:port}. */
    public URI url() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + shown + ":" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer listen(String host, int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (IOException e) {
            throw new CannotStart(
                    "can't listen on " + host + ":" + port + " (" + e.getMessage() + "): give "
                            + SettingKeys.HTTP_PORT.name() + " another port (0 for a free one, off for none), or "
                            + SettingKeys.HTTP_HOST.name() + " an address of this machine",
                    e);
        }
    }

    private void serve(String path, Supplier<Answer> page) {
        http.createContext(path, exchange -> send(exchange, answer(exchange, path, page)));
    }

    private static Answer answer(HttpExchange exchange, String path, Supplier<Answer> page) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return Answer.problem(404, "no such page");
        }
        if (!exchange.getRequestMethod().matches("GET|HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.problem(405, "allowed is GET");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("path", path).log("could not answer");
            return Answer.problem(500, "could not answer, the log tells more");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    }

    private record Answer(int status, String mediaType, String body) {

        static Answer of(Report report) {
            ObjectNode content = JSON.createObjectNode().put("ok", report.passed());
            return json(report.passed() ? 200 : 503, content.set("checks", JSON.valueToTree(report.checks())));
        }

        static Answer problem(int status, String message) {
            return json(status, JSON.createObjectNode().put("message", message));
        }

        private static Answer json(int status, JsonNode content) {
            return new Answer(status, "application/json", content + "\n");
        }
    }
}
