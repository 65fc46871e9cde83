package dev.titorelli.standalone.bench.worker;

/** Jobs of one kind of which some always wait: for each that ends another comes, until it is stopped. */
final class Flood implements AutoCloseable {

    private final BenchedWorker worker;
    private final JobMix.Part part;
    private final Round round = new Round(this::another);
    private volatile boolean stopped;

    private Flood(BenchedWorker worker, JobMix.Part part) {
        this.worker = worker;
        this.part = part;
    }

    /**
     * Begins a flood; returns when its first job has ended, with the others in the worker's hands and behind.
     *
     * @param waiting how many jobs there are at any time
     */
    static Flood begin(BenchedWorker worker, JobMix.Part part, int waiting) {
        Flood flood = new Flood(worker, part);
        for (int i = 0; i < waiting; i++) {
            flood.another();
        }
        worker.await("the flood", flood.round, 1);
        return flood;
    }

    private void another() {
        if (!stopped) {
            worker.send(round, part, System.nanoTime());
        }
    }

    /** Its jobs that have ended so far. */
    Round round() {
        return round;
    }

    /** No further job comes; those that wait do so until the worker is closed. */
    @Override
    public void close() {
        stopped = true;
    }
}
