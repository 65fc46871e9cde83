package dev.titorelli.standalone.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry on the loopback address that answers the part of Confluent's REST API which serializers use, and
 * keeps its schemas in the compacted topic {@code _schemas}. Ids are the same again after a restart. One registry serves
 * a cluster at a time; what it does not know, deleting above all, it answers with Confluent's 405 or 404.
 *
 * <p>API: https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
public final class RegistryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int BODY_LIMIT = 2 * 1024 * 1024;

    static {
        // Head and body go out in two writes; without this the second waits 40 ms for the first one's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", System.getProperty("sun.net.httpserver.nodelay", "true"));
    }

    private final KeptRegistry registry;
    private final RegistryRoutes routes;
    private final HttpServer http;
    private final ExecutorService threads;

    private RegistryServer(KeptRegistry registry, HttpServer http) {
        this.registry = registry;
        this.routes = new RegistryRoutes(registry);
        this.http = http;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(4, work -> {
            Thread thread = new Thread(work, "registry-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads the topic, makes it when it is missing, and serves.
     *
     * @param port where to listen, 0 for a free one
     * @throws CannotStart when the port is in use
     */
    public static RegistryServer start(String bootstrapServers, int port) {
        HttpServer http = listen(port);
        try {
            KeptRegistry registry = KeptRegistry.open(TopicRegistryLog.open(bootstrapServers));
            RegistryServer server = new RegistryServer(registry, http);
            http.setExecutor(server.threads);
            http.createContext("/", server::serve);
            http.start();
            return server;
        } catch (RuntimeException e) {
            http.stop(0);
            throw e;
        }
    }

    /** The base address: {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://" + LocalPort.HOST + ":" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        registry.close();
    }

    private static HttpServer listen(int port) {
        try {
            return HttpServer.create(LocalPort.address(port), 0);
        } catch (BindException e) {
            throw LocalPort.inUse(port, "the schema registry", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            JsonNode answer;
            boolean headOnly = "HEAD".equals(exchange.getRequestMethod());
            try {
                answer = routes.answer(RegistryCall.of(
                        headOnly ? "GET" : exchange.getRequestMethod(), exchange.getRequestURI(), body(exchange)));
            } catch (RuntimeException e) {
                RegistryFault fault = fault(e);
                status = fault.status();
                answer = JSON.createObjectNode().put("error_code", fault.code()).put("message", fault.getMessage());
            }
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
            if (headOnly) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        if (bytes.length > BODY_LIMIT) {
            throw RegistryFault.tooLarge(BODY_LIMIT);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static RegistryFault fault(RuntimeException e) {
        if (e instanceof RegistryFault fault) {
            return fault;
        }
        if (e instanceof IllegalArgumentException) {
            return RegistryFault.badRequest(e.getMessage());
        }
        LOG.atError().setCause(e).log("The registry could not answer");
        return RegistryFault.backend();
    }
}
