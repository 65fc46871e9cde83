package dev.titorelli.standalone.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** When what happened to each request of a round, in nanoseconds of this process's clock. Safe for several threads. */
final class RequestTimes {

    /** What happens to a request of one image, in order. */
    enum Moment {
        /** It is about to be appended. */
        REQUEST_SENT,
        /** A reader of committed records has its job. */
        JOB_SEEN,
        /** The worker's last word is about to be appended. */
        OUTCOME_SENT,
        /** A reader of committed records has its last event. */
        END_SEEN
    }

    private static final double NANOS_A_MS = 1e6;

    private final int requests;
    private final Map<Moment, AtomicLongArray> times = new EnumMap<>(Moment.class);
    private final AtomicInteger ended = new AtomicInteger();

    RequestTimes(int requests) {
        this.requests = requests;
        for (Moment moment : Moment.values()) {
            times.put(moment, new AtomicLongArray(requests));
        }
    }

    int requests() {
        return requests;
    }

    /** Notes a moment; the first one counts. */
    void note(int request, Moment moment, long nanos) {
        boolean first = times.get(moment).compareAndSet(request, 0, nanos);
        if (first && moment == Moment.END_SEEN) {
            ended.incrementAndGet();
        }
    }

    /** How many requests have ended. */
    int ended() {
        return ended.get();
    }

    /** From the first request to the last end. */
    double seconds() {
        long first = all(Moment.REQUEST_SENT).min().orElse(0);
        long last = all(Moment.END_SEEN).max().orElse(0);
        return (last - first) / 1e9;
    }

    /** What the stream app adds to each request: from request to job, and from outcome to end. */
    DoubleStream addedMs() {
        return IntStream.range(0, requests)
                .mapToLong(request -> at(request, Moment.JOB_SEEN)
                        - at(request, Moment.REQUEST_SENT)
                        + at(request, Moment.END_SEEN)
                        - at(request, Moment.OUTCOME_SENT))
                .mapToDouble(nanos -> nanos / NANOS_A_MS);
    }

    private LongStream all(Moment moment) {
        return IntStream.range(0, requests).mapToLong(request -> at(request, moment));
    }

    /** When it happened; 0 when it has not yet. */
    long at(int request, Moment moment) {
        return times.get(moment).get(request);
    }
}
