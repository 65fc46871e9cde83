package dev.titorelli.stream.decode;

import org.apache.avro.specific.SpecificRecord;

/** Told what decoding nodes do. Called on the tasks' threads; must not wait. */
public interface DecodeTally {

    /** A record was read. */
    void read(SpecificRecord value);

    /**
     * So many records of a task wait for the registry now.
     *
     * @param node the decoding node
     * @param task the task of Kafka Streams
     */
    void waiting(String node, String task, int records);
}
