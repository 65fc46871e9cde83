package dev.titorelli.worker.inspect;

import dev.titorelli.worker.fetch.FetchSettings;

/**
 * How a worker inspects.
 *
 * @param threads inputs that are fetched at once
 * @param queue wishes that are taken and wait for a thread, at most
 */
public record InspectSettings(InspectMode mode, int threads, int queue, FetchSettings fetch) {

    /** Beside painting, four threads, a thousand waiting; stored objects only. */
    public static final InspectSettings DEFAULT = new InspectSettings(InspectMode.BESIDE, 4, 1_000, FetchSettings.NONE);

    /** @throws IllegalArgumentException naming the setting, its value and what is allowed */
    public InspectSettings {
        require("threads", threads, 1, 64);
        require("queue", queue, 0, 1_000);
    }

    /** The same with other rules for fetching. */
    public InspectSettings withFetch(FetchSettings other) {
        return new InspectSettings(mode, threads, queue, other);
    }

    private static void require(String part, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "worker.inspect." + part + " " + value + ": allowed is " + least + " to " + most);
        }
    }
}
