package dev.titorelli.health;

import com.sun.net.httpserver.HttpExchange;
import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import dev.titorelli.http.Pages;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the pages of a program's parts, a few at a time; who finds no place is told to ask again. */
final class PageServing implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PageServing.class);
    private static final int THREADS = 4;
    private static final int WAITING = 64;

    private final Pages pages;
    private final ExecutorService threads;

    PageServing(Pages pages) {
        this.pages = pages;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), PageServing::thread);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    void serve(HttpExchange exchange) throws IOException {
        Optional<Page> page = pages.find(exchange.getRequestURI().getRawPath());
        if (page.isEmpty()) {
            Sending.send(exchange, Answer.problem(404, "no such page"));
        } else if (!Sending.isGet(exchange)) {
            Sending.send(exchange, Sending.NOT_ALLOWED);
        } else {
            try {
                threads.execute(() -> answer(page.get(), exchange));
            } catch (RejectedExecutionException e) {
                Sending.send(exchange, Answer.askAgain("too many calls at once; ask again"));
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void answer(Page page, HttpExchange exchange) {
        CompletionStage<Answer> answer;
        try {
            answer = page.answer(call(exchange));
        } catch (BadParameter bad) {
            answer = CompletableFuture.completedStage(bad.answer());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        answer.exceptionally(failure -> failed(exchange, failure)).thenAccept(found -> send(exchange, found));
    }

    private static Answer failed(HttpExchange exchange, Throwable failure) {
        log.atError()
                .setCause(failure)
                .addKeyValue("path", exchange.getRequestURI().getRawPath())
                .log("could not answer");
        return Answer.problem(500, "could not answer, the log tells more");
    }

    private static void send(HttpExchange exchange, Answer answer) {
        try {
            Sending.send(exchange, answer);
        } catch (IOException e) {
            log.atDebug().setCause(e).log("the caller is gone");
        }
    }

    private static Call call(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String query = exchange.getRequestURI().getRawQuery();
        return new Call(exchange.getRequestURI().getRawPath(), query == null ? "" : query, headers);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pages");
        thread.setDaemon(true);
        return thread;
    }
}
