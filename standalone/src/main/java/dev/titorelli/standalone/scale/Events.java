package dev.titorelli.standalone.scale;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Pretended time: what happens when, and chance. */
public final class Events {

    private static final double Z95 = 1.6448536269514722;

    private final PriorityQueue<Event> coming =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
    private final Random random;
    private long nowNanos;
    private long number;

    private record Event(long atNanos, long number, Runnable what) {}

    /** @param seed of chance */
    public Events(long seed) {
        random = new Random(seed);
    }

    /** Pretended time since the beginning. */
    public long nowNanos() {
        return nowNanos;
    }

    long nowMs() {
        return nowNanos / 1_000_000;
    }

    /** Lets something happen after a while. */
    public void in(double ms, Runnable what) {
        coming.add(new Event(nowNanos + (long) (ms * 1e6), number++, what));
    }

    void in(ScaleInput.Spread spread, Runnable what) {
        in(sample(spread), what);
    }

    /** Milliseconds of something that varies. */
    double sample(ScaleInput.Spread spread) {
        double sigma = Math.log(spread.p95Ms() / spread.p50Ms()) / Z95;
        return spread.p50Ms() * Math.exp(sigma * random.nextGaussian());
    }

    /** A factor around 1. */
    double noise(double sigma) {
        return Math.exp(sigma * random.nextGaussian());
    }

    /** Milliseconds to the next of so many a second that come by chance. */
    double gapMs(double perSecond) {
        return -1000 * Math.log(1 - random.nextDouble()) / perSecond;
    }

    int oneOf(int choices) {
        return random.nextInt(choices);
    }

    double part() {
        return random.nextDouble();
    }

    /** Lets everything happen up to a time. */
    void run(long untilNanos) {
        while (!coming.isEmpty() && coming.peek().atNanos() <= untilNanos) {
            next();
        }
        nowNanos = untilNanos;
    }

    /** Lets one thing after the other happen while that is wished and there is one. */
    public void runWhile(BooleanSupplier wished) {
        while (!coming.isEmpty() && wished.getAsBoolean()) {
            next();
        }
    }

    private void next() {
        Event event = coming.remove();
        nowNanos = event.atNanos();
        event.what().run();
    }
}
