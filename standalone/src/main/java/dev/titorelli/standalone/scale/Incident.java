package dev.titorelli.standalone.scale;

/** What a fleet's story tells beside its work. */
public enum Incident {
    /** A worker's process ended. */
    DEATH,
    /** A worker's process stood still for a while. */
    FREEZE,
    /** A record that a worker had in hand came back to its group: its lock ran out, or the connection broke. */
    RECORD_BACK,
    /** A record that came back had been delivered too often: the broker dropped it without a word. */
    RECORD_DROPPED,
    /** A job that was released and that nobody started was released again. */
    EMITTED_AGAIN,
    /** A job's worker was lost, or had lost the job: the next attempt. */
    RETRIED,
    /** A worker gave a job back that found no place in time. */
    RETURNED,
    /** A run was told to stop because another one has its job. */
    FENCED,
    /** A job was done a second time. */
    DONE_TWICE,
    /** A job's attempts were used up. */
    FAILED,
    /** A share group was full. */
    MEMBER_REFUSED,
    /** A broker had no share session left. */
    SESSION_REFUSED,
    /** There was a free record that nobody could take because it lies too far behind the first that is not done. */
    SPAN_FULL
}
