package dev.titorelli.worker.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Seconds of a start by what they were spent on. Any thread; parts may overlap. */
public final class LoadTimes {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final long begun = System.nanoTime();

    /** Does a part of the work. */
    <T> T time(String phase, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(phase, start);
        }
    }

    private synchronized void add(String phase, long start) {
        seconds.merge(phase, since(start), Double::sum);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** All parts so far, and the whole. */
    public synchronized Map<String, Double> seconds() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("load", since(begun));
        all.putAll(seconds);
        return all;
    }
}
