package dev.titorelli.worker.take;

import dev.titorelli.Lane;

/**
 * Places for jobs that are held at once. BULK leaves a quarter of them, at least one, to INTERACTIVE: were all of them full of long
 * jobs, a person would wait for a whole picture of somebody else, however the device is shared.
 *
 * @param jobs places in all; of a single one nothing can be left
 */
public record Places(int jobs) {

    private static final int LEFT = 4;

    /**
     * How many more jobs of a lane have a place.
     *
     * @param held of all lanes
     * @param bulk of these
     */
    public int free(Lane lane, int held, int bulk) {
        int all = jobs - held;
        return Math.max(0, lane == Lane.BULK ? Math.min(all, jobs - left() - bulk) : all);
    }

    private int left() {
        return jobs == 1 ? 0 : Math.max(1, jobs / LEFT);
    }
}
