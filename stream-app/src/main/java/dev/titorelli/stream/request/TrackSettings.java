package dev.titorelli.stream.request;

import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.lease.EndOffsets;
import dev.titorelli.stream.validate.RequestLimits;

/**
 * What the node {@code track-requests} needs to know.
 *
 * @param stores names of the stores it works with
 * @param endOffsets the broker's word about where topics end
 * @param workerPosition how far worker.v1 was read
 */
public record TrackSettings(
        Stores stores,
        RequestSettings requests,
        RequestLimits limits,
        EndOffsets endOffsets,
        WorkerPosition workerPosition) {

    /**
     * Names of stores.
     *
     * @param requests rows of requests
     * @param undecoded records that can't be read yet, and whose node writes outcomes into it
     * @param decodeOutcomes name of the node that reads outcomes
     * @param models global store of the catalogue
     * @param workers global store of heartbeats
     */
    public record Stores(String requests, String undecoded, String decodeOutcomes, String models, String workers) {}
}
