package dev.titorelli.standalone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Requests at a steady rate, in rounds of a second each, on a thread of its own until it is ended. */
final class SteadyLoad {

    private static final long PAUSE_NANOS = 20_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final RequestLoad load;
    private final Rounds rounds;
    private final int perSecond;
    private final List<RequestTimes> sent = new ArrayList<>();
    private final CompletableFuture<Void> running;
    private volatile boolean ending;

    SteadyLoad(RequestLoad load, Rounds rounds, int perSecond) {
        this.load = load;
        this.rounds = rounds;
        this.perSecond = perSecond;
        this.running = CompletableFuture.runAsync(this::send, work -> new Thread(work, "steady-load").start());
    }

    /** Goes on for some more rounds: the measure of time of a test that sleeps for none. */
    void awaitMore(int more) {
        int wanted = rounds() + more;
        while (rounds() < wanted) {
            if (running.isDone()) {
                running.join();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Returns when all that has been sent by now has ended. */
    void awaitEnds(Patience patience, Runnable sound) {
        List<RequestTimes> soFar = copy();
        patience.await(
                "requests",
                soFar.size() * perSecond,
                () -> soFar.stream().mapToInt(RequestTimes::ended).sum(),
                sound);
    }

    /** Sends no more; returns when the broker has all. */
    void end() {
        ending = true;
        running.join();
    }

    int requests() {
        return rounds() * perSecond;
    }

    /** Every request's identity and times. */
    List<Sent> all() {
        List<RequestTimes> times = copy();
        return IntStream.range(0, times.size() * perSecond)
                .mapToObj(i -> new Sent(
                        Rounds.requestId(name(i / perSecond), i % perSecond),
                        times.get(i / perSecond).at(i % perSecond, RequestTimes.Moment.REQUEST_SENT),
                        times.get(i / perSecond).at(i % perSecond, RequestTimes.Moment.END_SEEN)))
                .toList();
    }

    /** A request, when it was sent and when its end was seen, in nanoseconds of this process's clock. */
    record Sent(String requestId, long sentNanos, long endNanos) {}

    private synchronized List<RequestTimes> copy() {
        return List.copyOf(sent);
    }

    private synchronized int rounds() {
        return sent.size();
    }

    private synchronized RequestTimes begin() {
        RequestTimes times = rounds.begin(name(sent.size()), perSecond);
        sent.add(times);
        return times;
    }

    private static String name(int round) {
        return "second-" + round;
    }

    private void send() {
        long due = System.nanoTime();
        while (!ending) {
            String name = name(rounds());
            load.send(name, begin(), perSecond);
            // A round ends with its last request, which is not yet the end of its second.
            due += SECOND_NANOS;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }
}
