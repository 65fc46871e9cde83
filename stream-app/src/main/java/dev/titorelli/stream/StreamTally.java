package dev.titorelli.stream;

import dev.titorelli.stream.decode.DecodeTally;
import dev.titorelli.topic.Topic;
import org.apache.avro.specific.SpecificRecord;

/** Told what the stream app reads and writes. Called on the tasks' threads; must not wait. */
interface StreamTally extends DecodeTally {

    /**
     * A record is being written; its transaction may yet be aborted, and its record written again.
     *
     * @param value null for a tombstone
     */
    void written(Topic<?> topic, SpecificRecord value);

    /** Nobody listens. */
    static StreamTally silent() {
        return new StreamTally() {
            @Override
            public void written(Topic<?> topic, SpecificRecord value) {}

            @Override
            public void read(SpecificRecord value) {}

            @Override
            public void waiting(String node, String task, int records) {}
        };
    }
}
