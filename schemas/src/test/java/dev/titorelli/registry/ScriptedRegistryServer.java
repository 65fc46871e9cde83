package dev.titorelli.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers requests on 127.0.0.1 as told, in order; what it was asked is kept. */
final class ScriptedRegistryServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    ScriptedRegistryServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** One request as it came over the wire. */
    record Asked(String method, String rawPath, String authorization, String body) {}

    private enum Manner {
        WHOLE,
        SILENT,
        HALF
    }

    private record Reply(int status, String body, Manner manner) {}

    ScriptedRegistryServer thenAnswer(int status, String body) {
        replies.add(new Reply(status, body, Manner.WHOLE));
        return this;
    }

    /** Takes the request and never answers. */
    ScriptedRegistryServer thenStaySilent() {
        replies.add(new Reply(0, "", Manner.SILENT));
        return this;
    }

    /** Sends the head and half of the body, then nothing. */
    ScriptedRegistryServer thenStopHalfWay(String body) {
        replies.add(new Reply(200, body, Manner.HALF));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Reply reply = replies.isEmpty() ? new Reply(599, "script is over", Manner.WHOLE) : replies.remove();
            send(exchange, reply);
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        switch (reply.manner()) {
            case WHOLE -> {
                exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
            case SILENT -> waitForClose();
            case HALF -> {
                exchange.sendResponseHeaders(reply.status(), body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                waitForClose();
            }
        }
    }

    private void waitForClose() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
