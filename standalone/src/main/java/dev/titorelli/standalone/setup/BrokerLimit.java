package dev.titorelli.standalone.setup;

import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.Optional;

/**
 * What a setting of the brokers must at least, or at most, be.
 *
 * @param least whether {@code value} is the least, else the most
 * @param why the system needs it
 * @param instead the setting of ours that could be changed instead
 */
record BrokerLimit(String setting, boolean least, long value, String why, Optional<String> instead) {

    /** A transaction of the stream app may be open for eight seconds. */
    private static final long TRANSACTION_MS = 8_000;

    /** The limits that a plan rests on. */
    static List<BrokerLimit> of(SetupPlan plan, int workers) {
        long lockMs = plan.recordLock().toMillis();
        String lock = "the record lock is " + lockMs + " ms";
        long queues = plan.queues().stream().distinct().count();
        String deliveries = "a job may be offered " + Topics.DELIVERIES + " times";
        return List.of(
                least("group.share.max.size", workers, "each worker is a member of every queue's group")
                        .or("topics.workers"),
                least("group.share.max.share.sessions", workers * queues, "a session for each worker and queue")
                        .or("topics.workers"),
                most("group.share.min.record.lock.duration.ms", lockMs, lock).or("topics.record.lock.ms"),
                least("group.share.max.record.lock.duration.ms", lockMs, lock).or("topics.record.lock.ms"),
                most("group.share.min.delivery.count.limit", Topics.DELIVERIES, deliveries),
                least("group.share.max.delivery.count.limit", Topics.DELIVERIES, deliveries),
                least("message.max.bytes", Topics.RECORD_BYTES, "records have up to 512 KiB"),
                least("transaction.max.timeout.ms", TRANSACTION_MS, "the stream app's transactions"));
    }

    boolean allows(long has) {
        return least ? has >= value : has <= value;
    }

    /** In words. */
    String wanted() {
        return (least ? "at least " : "at most ") + value;
    }

    private BrokerLimit or(String ours) {
        return new BrokerLimit(setting, least, value, why, Optional.of(ours));
    }

    private static BrokerLimit least(String setting, long value, String why) {
        return new BrokerLimit(setting, true, value, why, Optional.empty());
    }

    private static BrokerLimit most(String setting, long value, String why) {
        return new BrokerLimit(setting, false, value, why, Optional.empty());
    }
}
