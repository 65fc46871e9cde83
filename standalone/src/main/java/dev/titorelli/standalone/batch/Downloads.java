package dev.titorelli.standalone.batch;

import dev.titorelli.Event;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Fetches pictures of requests that were completed, several at a time; a store that is away is waited for. Begun and asked by
 * one thread.
 */
final class Downloads implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Pictures pictures;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Downloads::thread);
    private final BlockingQueue<Done> finished = new LinkedBlockingQueue<>();
    private int underWay;

    Downloads(Pictures pictures) {
        this.pictures = pictures;
    }

    /**
     * A request whose pictures were looked for.
     *
     * @param files in the order of the event's images
     * @param problem null when all are there; a {@link LostPictureException} concerns this request alone
     */
    record Done(OpenRequest request, Event end, List<String> files, Exception problem) {}

    void begin(OpenRequest request, Event end) {
        underWay++;
        if (end.getImages().isEmpty()) {
            finished.add(new Done(request, end, List.of(), null));
            return;
        }
        threads.execute(() -> finished.add(fetch(request, end)));
    }

    /** How many have been begun and not told. */
    int underWay() {
        return underWay;
    }

    /** Those that were finished since the last call. */
    List<Done> finished() {
        List<Done> done = new ArrayList<>();
        finished.drainTo(done);
        underWay -= done.size();
        return done;
    }

    private Done fetch(OpenRequest request, Event end) {
        for (int tries = 1; ; tries++) {
            try {
                return new Done(request, end, pictures.fetch(request.id(), end.getImages()), null);
            } catch (ObjectStoreUnavailableException e) {
                if (tries == TRIES || !rest()) {
                    return new Done(request, end, List.of(), e);
                }
            } catch (IOException | LostPictureException | RuntimeException e) {
                return new Done(request, end, List.of(), e);
            }
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fetch-pictures");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
