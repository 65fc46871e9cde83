package dev.titorelli.worker.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads that compute at the same time, each with an equal part of libtorch's threads. Libtorch divides every operation
 * among its threads and waits for all of them before the next; lanes meet only where they need each other. They are the
 * process's, as libtorch's threads are. Any thread may ask; one set of work runs at a time.
 */
public final class Lanes {
    private static final int MOST = 2;

    private final int count;
    private final Executor threads;

    private Lanes(int count, Executor threads) {
        this.count = count;
        this.threads = threads;
    }

    /** Those of this process, made when first wanted; libtorch must be loaded and its number of threads set. */
    public static Lanes ofProcess() {
        return Holder.LANES;
    }

    private static final class Holder {
        private static final Lanes LANES = made(JniUtils.getNumThreads());
    }

    /** The number of lanes follows from that of the threads alone: equal machines get equal bits. */
    private static Lanes made(int threads) {
        return threads % MOST == 0 ? new Lanes(MOST, started(threads)) : new Lanes(1, Runnable::run);
    }

    /** Libtorch has a number for threads to come, and one for each that has asked for its own. */
    private static Executor started(int threads) {
        CountDownLatch ready = new CountDownLatch(MOST);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST, MOST, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> lane(work, threads, ready));
        pool.prestartAllCoreThreads();
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the lanes start", e);
        }
        JniUtils.setNumThreads(threads);
        return pool;
    }

    private static Thread lane(Runnable work, int threads, CountDownLatch ready) {
        Thread lane = new Thread(
                () -> {
                    JniUtils.getNumThreads(); // takes the common number, which it would do later otherwise
                    JniUtils.setNumThreads(threads / MOST);
                    ready.countDown();
                    work.run();
                },
                "lane");
        lane.setDaemon(true);
        return lane;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /**
     * Runs the pieces at the same time, as many as there are lanes or one, and returns when all have ended, even when
     * one fails. A piece alone runs on the calling thread where there is one lane.
     */
    public synchronized <T> List<T> together(List<Supplier<T>> pieces) {
        List<CompletableFuture<T>> running = pieces.stream()
                .map(piece -> CompletableFuture.supplyAsync(piece, threads))
                .toList();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return running.stream().map(CompletableFuture::join).toList();
    }
}
