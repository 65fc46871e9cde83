package dev.titorelli.worker.inspect;

import dev.titorelli.worker.run.SourceRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes wishes off the topic on a thread of its own and hands them to the pool. A wish is acknowledged before it is fulfilled: one that is
 * lost is asked for again. After a record the thread may wait for room as long as it likes, for the consumer fetches ahead only
 * after an empty poll.
 */
final class InspectLine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InspectLine.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(5);

    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final WishReading reading;
    private final InspectPool pool;
    private final Thread thread = new Thread(this::run, "titorelli-inspect");
    private volatile boolean closed;
    private volatile String trouble;

    /** @param consumers each hands out one record a poll at most */
    InspectLine(Supplier<ShareConsumer<byte[], byte[]>> consumers, WishReading reading, InspectPool pool) {
        this.consumers = consumers;
        this.reading = reading;
        this.pool = pool;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Why no wishes are taken now. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                takeAll();
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                trouble = e.toString();
                log.atWarn().setCause(e).log("no inspections are taken for now");
                if (!rested()) {
                    return;
                }
            }
        }
    }

    private void takeAll() throws InterruptedException {
        ShareConsumer<byte[], byte[]> consumer = consumers.get();
        try {
            while (!closed) {
                takeOne(consumer);
                trouble = null;
            }
        } finally {
            boolean interrupted = Thread.interrupted(); // closing tells the broker, which an interrupted thread can't
            consumer.close(CLOSE_LIMIT);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void takeOne(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
            consumer.acknowledge(record);
            consumer.commitSync(WAIT);
            var wish = reading.read(SourceRecord.of(record));
            if (wish.isPresent()) {
                pool.take(wish.get());
            }
        }
    }

    private static boolean rested() {
        try {
            Thread.sleep(REST.toMillis());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
