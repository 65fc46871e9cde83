package dev.titorelli.stream.request;

import org.apache.avro.specific.SpecificRecord;

/** Takes what is to be sent. */
@FunctionalInterface
interface Outbox {

    /**
     * Sends a record in the transaction of the one that is being processed.
     *
     * @param value null for a tombstone
     * @param traceparent trace that it belongs to; null without one
     */
    void send(Destination to, String key, SpecificRecord value, String traceparent);
}
