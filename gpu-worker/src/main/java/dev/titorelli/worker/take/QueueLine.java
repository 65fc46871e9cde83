package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.QueueRoom;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.batch.StepCost;
import dev.titorelli.worker.run.SourceRecord;
import dev.titorelli.worker.run.TakenJob;
import dev.titorelli.worker.take.TakeStage.Accepting;
import dev.titorelli.worker.take.TakeStage.AfterAccept;
import dev.titorelli.worker.take.TakeStage.Announcing;
import dev.titorelli.worker.take.TakeStage.Decoding;
import dev.titorelli.worker.take.TakeStage.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One served queue: its share consumer and the one record that it may have in hand. Kafka thread only; nothing here waits, polls do so
 * on a thread of their own.
 *
 * <p>A line rests, is armed, or takes. After an <em>empty</em> poll the consumer's background thread goes on fetching, so that a record
 * may come to lie in its buffer, locked for everybody: an armed line is polled until it delivers, or is closed. After a
 * <em>delivering</em> poll it fetches nothing more until the next poll, so a line may rest as long as it likes. Its record is accepted
 * and the answer collected by {@code commitAsync}, which never fetches.
 */
final class QueueLine {

    private static final Logger log = LoggerFactory.getLogger(QueueLine.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final QueueName queue;
    private final Supplier<WaitingConsumer> open;
    private final Taker taker;
    private final RecordDecoder<Job> decoder;
    private final Duration recordLock;

    private WaitingConsumer consumer;
    private CompletableFuture<Void> closed = CompletableFuture.completedFuture(null);
    private boolean armed;
    private Instant emptySince;
    private ConsumerRecord<byte[], byte[]> record;
    private Instant polledAt;
    private Instant askAgainAt;
    private TakeStage stage;
    private Optional<Exception> acknowledgement;

    /** @param open makes a consumer that is subscribed to the queue's topic, with explicit acknowledgement, one record a poll */
    QueueLine(
            QueueName queue,
            Supplier<WaitingConsumer> open,
            Taker taker,
            RecordDecoder<Job> decoder,
            Duration recordLock) {
        this.queue = queue;
        this.open = open;
        this.taker = taker;
        this.decoder = decoder;
        this.recordLock = recordLock;
    }

    QueueName queue() {
        return queue;
    }

    boolean isArmed() {
        return armed;
    }

    /** Whether it has a record in hand. */
    boolean isTaking() {
        return stage != null;
    }

    boolean isWaiting() {
        return stage instanceof Waiting;
    }

    /** When the record in hand was polled. */
    Instant polledAt() {
        return polledAt;
    }

    /** Whether the broker's answer to an ACCEPT is awaited, which {@link #advance} asks for. */
    boolean isAccepting() {
        return stage instanceof Accepting;
    }

    /**
     * What the heartbeat says.
     *
     * @param cost of its steps, as far as measured
     */
    QueueRoom room(int room, Optional<StepCost> cost) {
        return QueueRoom.newBuilder()
                .setQueue(queue.toString())
                .setRoom(room)
                .setArmed(armed)
                .setEmptySince(emptySince)
                .setMsPerStep(cost.map(StepCost::rowMs).orElse(null))
                .setPayingRows(cost.map(StepCost::payingRows).orElse(null))
                .build();
    }

    /** Begins to ask for a job. */
    void arm() {
        if (consumer == null) {
            consumer = open.get();
            consumer.atRest()
                    .setAcknowledgementCommitCallback(
                            (offsets, failure) -> acknowledgement = Optional.ofNullable(failure));
        }
        armed = true;
    }

    /** Asks for a job and never stops asking until there is one. True when one, or something unreadable, is now in hand. */
    boolean poll() {
        consumer.ask();
        consumer.answer().ifPresent(this::answered);
        if (armed) {
            consumer.ask();
        }
        return isTaking();
    }

    private void answered(WaitingConsumer.Answer answer) {
        if (answer.record().isPresent()) {
            record = answer.record().get();
            polledAt = answer.at();
            taker.taken();
            armed = false;
            emptySince = null;
            stage = new Decoding(decoder.decode(record.value()));
        } else {
            emptySince = emptySince == null ? answer.at() : emptySince;
        }
    }

    /**
     * Goes as far as the take can go now.
     *
     * @param room whether one more job may be held; its bytes have to fit too
     * @param ifNoRoom why a job that can't wait any longer is given back
     * @param patience how long it may wait for room
     */
    void advance(Instant now, boolean room, FaultCode ifNoRoom, Duration patience) {
        if (stage instanceof Decoding decoding && decoding.decoded().isDone()) {
            decoded(now, decoding.decoded().join());
        }
        if (stage instanceof Waiting waiting) {
            boolean late = !now.isBefore(polledAt.plus(patience));
            waited(waiting, room, late ? Optional.of(ifNoRoom) : Optional.empty());
        }
        if (stage instanceof Announcing announcing) {
            announced(now, announcing);
        }
        if (stage instanceof Accepting accepting) {
            accepted(now, accepting.then());
        }
    }

    private void decoded(Instant now, Decoded<Job> decoded) {
        SourceRecord source = SourceRecord.of(record);
        if (decoded instanceof Decoded.Value<Job> value) {
            stage = taker.read(
                    new TakenJob(value.value(), source, record.deliveryCount().orElse((short) 0), polledAt));
        } else if (decoded instanceof Decoded.Unreadable<Job> unreadable) {
            stage = taker.deadLetter(source, unreadable);
        } else if (now.isAfter(polledAt.plus(recordLock.dividedBy(2)))) {
            letGo("the schema registry does not answer");
        } else if (askAgainAt == null || now.isAfter(askAgainAt)) {
            askAgainAt = now.plus(ASK_AGAIN);
            stage = new Decoding(decoder.decode(record.value()));
        }
    }

    private void waited(Waiting waiting, boolean room, Optional<FaultCode> tooLate) {
        taker.adopt(waiting.taken())
                .or(() -> taker.admit(waiting, room))
                .or(() -> tooLate.map(code -> taker.refuse(waiting.taken(), Admission.returned(code))))
                .ifPresent(announcing -> stage = announcing);
    }

    private void announced(Instant now, Announcing announcing) {
        if (announcing.written().isDone() && !announcing.written().isCompletedExceptionally()) {
            acknowledgement = null;
            consumer.atRest().acknowledge(record);
            consumer.atRest().commitAsync();
            stage = new Accepting(announcing.then());
        } else if (announcing.written().isDone() || now.isAfter(polledAt.plus(recordLock.dividedBy(2)))) {
            taker.dropped(announcing.then(), "not announced within half the record lock");
            letGo("not announced within half the record lock");
        }
    }

    private void accepted(Instant now, AfterAccept then) {
        consumer.atRest().commitAsync(); // collects answers
        if (acknowledgement != null) {
            String refusal = acknowledgement.map(Exception::toString).orElse("");
            rest();
            if (refusal.isEmpty()) {
                taker.accepted(then);
            } else {
                taker.dropped(then, "the broker refused the ACCEPT: " + refusal);
            }
        } else if (now.isAfter(polledAt.plus(recordLock))) {
            taker.dropped(then, "no answer to the ACCEPT within the record lock");
            letGo("no answer to the ACCEPT within the record lock");
        }
    }

    /** Gives up the record in hand without a word; its lock lapses with the closed consumer. */
    private void letGo(String why) {
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("offset", record.offset())
                .addKeyValue("why", why)
                .log("record let go");
        close();
    }

    private void rest() {
        stage = null;
        record = null;
        askAgainAt = null;
        acknowledgement = null;
    }

    /** Whether it has a consumer. */
    boolean isOpen() {
        return consumer != null;
    }

    /** Whether its consumer, and those that it had before, are closed. */
    boolean isClosed() {
        return consumer == null && closed.isDone();
    }

    /** Begins to close the consumer, which gives back to the broker what may lie in its buffer. The line can be armed again. */
    void close() {
        rest();
        armed = false;
        emptySince = null;
        if (consumer != null) {
            closed = CompletableFuture.allOf(closed, consumer.close(CLOSE_LIMIT));
            consumer = null;
        }
    }

    /** Waits until every consumer that it had is closed. */
    void awaitClosed() {
        closed.exceptionally(failure -> null).join();
    }
}
