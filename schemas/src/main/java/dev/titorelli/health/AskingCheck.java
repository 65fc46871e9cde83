package dev.titorelli.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks somebody who may take long, only when the check is asked, one question at a time, on a thread of its own. The check waits half a
 * second for the answer, then says the last one, unless it has become too old. Safe for several threads.
 */
public final class AskingCheck implements Check, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration TOO_OLD = Duration.ofSeconds(20);

    private final Runnable question;
    private final ExecutorService thread;
    private CompletableFuture<Answer> asked;
    private Answer last;

    /** @param question returns when all is well, else throws what is wrong */
    public AskingCheck(String name, Runnable question) {
        this.question = question;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, "check-" + name);
            created.setDaemon(true);
            return created;
        });
    }

    private record Answer(Optional<String> problem, long atNanos) {

        boolean olderThan(Duration age) {
            return System.nanoTime() - atNanos > age.toNanos();
        }
    }

    @Override
    public Optional<String> problem() {
        CompletableFuture<Answer> going = ask();
        try {
            return remember(going.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return lastKnown();
        } catch (ExecutionException e) {
            return Optional.of("can't tell: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("can't tell: interrupted");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private synchronized CompletableFuture<Answer> ask() {
        boolean stale = asked == null || (asked.isDone() && (last == null || last.olderThan(FRESH)));
        if (stale) {
            asked = CompletableFuture.supplyAsync(this::answer, thread);
        }
        return asked;
    }

    private Answer answer() {
        try {
            question.run();
            return new Answer(Optional.empty(), System.nanoTime());
        } catch (RuntimeException e) {
            return new Answer(Optional.of(String.valueOf(e.getMessage())), System.nanoTime());
        }
    }

    private synchronized Optional<String> remember(Answer answer) {
        last = answer;
        return answer.problem();
    }

    private synchronized Optional<String> lastKnown() {
        return last == null || last.olderThan(TOO_OLD) ? Optional.of("no answer") : last.problem();
    }
}
