package dev.titorelli.standalone.scale;

import dev.titorelli.standalone.scale.ScaleInput.Spread;

/**
 * Times around the broker.
 *
 * @param hop from a record that may be read to who polls for it
 * @param commitMs the stream app's commit interval: what it writes may be read after the commit that follows
 * @param commit how long a commit takes
 * @param start from a job in a worker's hand to the ACCEPT's success: STARTED is written in between
 * @param join of a share group, from the first wish to the first record
 * @param heartbeatMs between a worker's heartbeats when it has nothing new to say, and between the stream app's ticks
 */
record KafkaTimes(Spread hop, long commitMs, Spread commit, Spread start, Spread join, long heartbeatMs) {
    KafkaTimes {
        ScaleInput.requirePresent("kafka.hop", hop);
        ScaleInput.requirePresent("kafka.commit", commit);
        ScaleInput.requirePresent("kafka.start", start);
        ScaleInput.requirePresent("kafka.join", join);
        ScaleInput.requireAtLeast("kafka.commitMs", commitMs, 1);
        ScaleInput.requireAtLeast("kafka.heartbeatMs", heartbeatMs, 1);
    }
}
