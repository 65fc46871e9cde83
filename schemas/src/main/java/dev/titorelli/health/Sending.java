package dev.titorelli.health;

import com.sun.net.httpserver.HttpExchange;
import dev.titorelli.http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How an answer goes out. */
final class Sending {

    static final Answer NOT_ALLOWED = Answer.problem(405, "allowed is GET").with("Allow", "GET, HEAD");

    private Sending() {}

    static boolean isGet(HttpExchange exchange) {
        return exchange.getRequestMethod().matches("GET|HEAD");
    }

    static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
