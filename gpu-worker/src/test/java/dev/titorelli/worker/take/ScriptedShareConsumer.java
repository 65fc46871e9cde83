package dev.titorelli.worker.take;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;

/** Kafka's mock, with what it lacks: acknowledgements that are answered when the test says so, and a count of polls. */
final class ScriptedShareConsumer extends MockShareConsumer<byte[], byte[]> {

    static final String TOPIC = "job.v1.m.tokens-16";

    private final List<AcknowledgeType> acknowledged = new ArrayList<>();
    private AcknowledgementCommitCallback callback;
    private Runnable answer;
    private int polls;
    private boolean inHand;
    private boolean closed;
    private boolean woken;
    private boolean wokenBeforeClose;

    ScriptedShareConsumer() {
        subscribe(List.of(TOPIC));
    }

    void offer(byte[] value) {
        addRecord(new ConsumerRecord<>(TOPIC, 0, 5, new byte[] {9}, value));
    }

    void answer(Exception failure) {
        answer = () -> callback.onComplete(Map.of(), failure);
    }

    List<AcknowledgeType> acknowledged() {
        return acknowledged;
    }

    int polls() {
        return polls;
    }

    boolean wasWokenBeforeClose() {
        return wokenBeforeClose;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (inHand) {
            throw new IllegalStateException("all records must be acknowledged in explicit mode");
        }
        polls++;
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        inHand = !records.isEmpty();
        return records;
    }

    @Override
    public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record) {
        acknowledged.add(AcknowledgeType.ACCEPT);
        inHand = false;
    }

    @Override
    public synchronized void commitAsync() {
        if (answer != null) {
            Runnable given = answer;
            answer = null;
            given.run();
        }
    }

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback toCall) {
        callback = toCall;
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
    }

    @Override
    public synchronized void close(Duration timeout) {
        wokenBeforeClose = woken;
        closed = true;
    }

    @Override
    public synchronized Set<String> subscription() {
        return Set.of(TOPIC);
    }
}
