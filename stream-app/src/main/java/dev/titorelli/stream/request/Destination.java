package dev.titorelli.stream.request;

/** Where REQUEST sends records to: the name of a sink of the topology. */
public enum Destination {
    EVENT("tell-users"),
    QUEUE("place-jobs"),
    JOB_CONTROL("command-workers"),
    INSPECT("ask-inspections"),
    BATCH("count-batches"),
    REQUEST_DLQ("bury-requests"),
    OUTCOME_DLQ("bury-outcomes"),
    WORKER("forget-runs");

    private final String sink;

    Destination(String sink) {
        this.sink = sink;
    }

    public String sink() {
        return sink;
    }
}
