package dev.titorelli.standalone.scale;

/**
 * What a broker allows a share group, under Kafka's names for it.
 *
 * @param groupMembers group.share.max.size
 * @param sessions group.share.max.share.sessions, of each broker
 * @param recordLocks share.partition.max.record.locks: how far a taken record may lie behind the first that is not done
 * @param recordLockMs share.record.lock.duration.ms
 * @param deliveries share.delivery.count.limit: a record that was delivered so often and comes back is dropped without a word
 * @param memberTimeoutMs group.share.session.timeout.ms: how long a member that says nothing keeps its place
 * @param disconnectMs until the records of a connection that broke are there for others
 */
record BrokerLimits(
        int groupMembers,
        int sessions,
        int recordLocks,
        long recordLockMs,
        int deliveries,
        long memberTimeoutMs,
        long disconnectMs) {
    BrokerLimits {
        ScaleInput.requireAtLeast("broker.groupMembers", groupMembers, 1);
        ScaleInput.requireAtLeast("broker.sessions", sessions, 1);
        ScaleInput.requireAtLeast("broker.recordLocks", recordLocks, 1);
        ScaleInput.requireAtLeast("broker.recordLockMs", recordLockMs, 1);
        ScaleInput.requireAtLeast("broker.deliveries", deliveries, 1);
        ScaleInput.requireAtLeast("broker.memberTimeoutMs", memberTimeoutMs, 1);
        ScaleInput.requireAtLeast("broker.disconnectMs", disconnectMs, 0);
    }
}
