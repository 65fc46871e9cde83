package dev.titorelli.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Pages;
import dev.titorelli.settings.SettingKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /livez}, {@code /readyz} (200 or 503, with what each check said as JSON) and {@code /metrics} (Prometheus' text
 * format 0.0.4), and the pages of the program's parts. No encryption and no login: health and metrics say nothing about
 * a tenant, a request or a prompt; what a page says is its own matter.
 */
public final class HealthServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAX_REQUEST = "sun.net.httpserver.maxReqTime";
    private static final String MAX_RESPONSE = "sun.net.httpserver.maxRspTime";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int THREADS = 2;

    static {
        // A client that sends or reads byte by byte would hold a thread for ever; in seconds.
        System.setProperty(MAX_REQUEST, System.getProperty(MAX_REQUEST, "10"));
        System.setProperty(MAX_RESPONSE, System.getProperty(MAX_RESPONSE, "30"));
    }

    private final String host;
    private final HttpServer http;
    private final ExecutorService threads;
    private final PageServing pages;

    private HealthServer(String host, HttpServer http, Pages pages) {
        this.host = host;
        this.http = http;
        this.threads = Executors.newFixedThreadPool(THREADS, HealthServer::thread);
        this.pages = new PageServing(pages);
    }

    /**
     * Starts it.
     *
     * @param port 0 for a free one
     * @param scrape what {@code /metrics} says
     * @throws CannotStart when it can't listen there, naming the settings
     */
    public static HealthServer start(String host, int port, Health health, Supplier<String> scrape) {
        return start(HttpSettings.of(host, Integer.toString(port)), health, scrape, new Pages());
    }

    /**
     * The same with pages of the program's parts, on threads of their own, so that health answers whatever they do.
     *
     * @param settings with a port
     * @param pages told where they are answered
     */
    public static HealthServer start(HttpSettings settings, Health health, Supplier<String> scrape, Pages pages) {
        String host = settings.host();
        HealthServer server =
                new HealthServer(host, listen(host, settings.port().getAsInt()), pages);
        server.http.setExecutor(server.threads);
        server.serve("/livez", () -> answer(health.liveness()));
        server.serve("/readyz", () -> answer(health.readiness()));
        server.serve("/metrics", () -> new Answer(200, METRICS_TYPE, scrape.get(), Map.of()));
        server.http.createContext("/", server.pages::serve);
        server.http.start();
        pages.announce(AdvertisedAddress.of(settings, server.http.getAddress().getPort()));
        return server;
    }

    /** Where it answers: {@code http://host:port}. */
    public URI url() {
        return URI.create(
                "http://" + AdvertisedAddress.withPort(host, http.getAddress().getPort()));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        pages.close();
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
        http.createContext(path, exchange -> Sending.send(exchange, answer(exchange, path, page)));
    }

    private static Answer answer(HttpExchange exchange, String path, Supplier<Answer> page) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return Answer.problem(404, "no such page");
        }
        if (!Sending.isGet(exchange)) {
            return Sending.NOT_ALLOWED;
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("path", path).log("could not answer");
            return Answer.problem(500, "could not answer, the log tells more");
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    }

    private static Answer answer(Report report) {
        ObjectNode content = JSON.createObjectNode().put("ok", report.passed());
        return Answer.json(report.passed() ? 200 : 503, content.set("checks", JSON.valueToTree(report.checks())));
    }
}
