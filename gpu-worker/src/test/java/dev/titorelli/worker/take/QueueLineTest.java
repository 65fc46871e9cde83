package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.NOON;
import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.JobControlKind;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.batch.StepCost;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import dev.titorelli.worker.run.RunTally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QueueLineTest {

    private static final Duration LOCK = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final QueueName QUEUE = QueueName.parse("m.tokens-16");
    private static final Topic<Job> TOPIC = Topics.job(QUEUE);

    private static final long BOUND = 100_000;

    private final SentRecords sent = new SentRecords(false);
    private final HeldRuns held = new HeldRuns();
    private final List<JobRun> begun = new ArrayList<>();
    private final List<ScriptedShareConsumer> consumers = new ArrayList<>();
    private final Deque<Runnable> polls = new ArrayDeque<>();
    private final Bell bell = new Bell();
    private Instant time = NOON;
    private final Clock clock = ((InstantSource) () -> time).withZone(ZoneOffset.UTC);
    private final RecordDecoder<Job> decoder = new RecordDecoder<>(AvroReader.of(TOPIC, sent.registry()));
    private final FakePainter painter = new FakePainter(() -> {});
    private final JobMemory memory = new JobMemory(new MemoryBound(BOUND, true), painter);
    private final QueueLine line = new QueueLine(
            QUEUE,
            () -> {
                consumers.add(new ScriptedShareConsumer());
                return new WaitingConsumer(consumer(), polls::add, bell, clock);
            },
            new Taker(
                    new Taker.Voices(
                            new OutcomeWriter(sent.sender(), clock, held, failure -> {}),
                            new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, clock),
                            RunTally.silent()),
                    new Taker.Hands(held, memory),
                    new Taker.Identity(TestJobs.WORKER_RUN, new Admission.Made(TestJobs.MODEL_DIGEST, ""), () -> 41),
                    begun::add,
                    clock),
            decoder,
            LOCK);

    @AfterEach
    void stop() {
        decoder.close();
    }

    @Test
    void saysStartedThenAcceptsAndOnlyThenBegins() {
        take(aJob());
        assertThat(kinds()).containsExactly(OutcomeKind.STARTED);
        assertThat(held.held()).hasSize(1);
        assertThat(consumer().acknowledged()).isEmpty();

        sent.producer().completeNext();
        advance(1);
        assertThat(consumer().acknowledged()).containsExactly(AcknowledgeType.ACCEPT);
        assertThat(begun).isEmpty();

        consumer().answer(null);
        advance(2);
        assertThat(begun).hasSize(1);
        assertThat(line.isTaking()).isFalse();
    }

    @Test
    void handsOnAnOrderThatCameBetweenTakeAndStart() {
        take(aJob());
        held.heed(TestJobs.order(JobControlKind.CANCEL, 0, ""));
        acceptAll();
        assertThat(begun).extracting(JobRun::order).containsExactly(RunOrder.CANCEL);
    }

    @Test
    void restsAfterADeliveryUntilItIsArmedAgain() {
        take(aJob());
        assertThat(line.isArmed()).isFalse();
        assertThat(consumer().polls()).isEqualTo(1);
    }

    @Test
    void dropsTheJobWhenTheBrokerRefusesTheAccept() {
        take(aJob());
        sent.producer().completeNext();
        advance(1);
        consumer().answer(new InvalidRecordStateException("lapsed"));
        advance(2);
        assertThat(begun).isEmpty();
        assertThat(held.isEmpty()).isTrue();
        assertThat(kinds()).containsExactly(OutcomeKind.STARTED);
    }

    @Test
    void dropsTheJobWhenStartedIsNotWrittenWithinHalfTheLock() {
        take(aJob());
        advance(15);
        assertThat(line.isTaking()).isTrue();
        advance(16);
        assertThat(held.isEmpty()).isTrue();
        runPolls();
        assertThat(consumer().isClosed()).isTrue();
        assertThat(consumer().acknowledged()).isEmpty();
    }

    @Test
    void dropsTheJobWhenTheAcceptIsNotAnsweredWithinTheLock() {
        take(aJob());
        sent.producer().completeNext();
        advance(1);
        advance(31);
        assertThat(held.isEmpty()).isTrue();
        assertThat(begun).isEmpty();
        runPolls();
        assertThat(consumer().isClosed()).isTrue();
    }

    @Test
    void asksWithANewConsumerAfterItLetARecordGo() {
        take(aJob());
        advance(16);
        take(aJob());
        assertThat(consumers).hasSize(2);
        assertThat(held.held()).hasSize(1);
    }

    @Test
    void waitsForRoomWithoutAWordAndThenGivesTheJobBack() {
        arm(aJob());
        line.advance(NOON.plusSeconds(1), false, FaultCode.NO_ROOM, PATIENCE);
        assertThat(line.isWaiting()).isTrue();
        assertThat(kinds()).isEmpty();

        line.advance(NOON.plusSeconds(7), false, FaultCode.NO_ROOM, PATIENCE);
        acceptAll();
        assertThat(kinds()).containsExactly(OutcomeKind.STARTED, OutcomeKind.RETURNED);
        assertThat(begun).isEmpty();
    }

    @Test
    void startsAWaitingJobWhenThereIsRoom() {
        arm(aJob());
        line.advance(NOON.plusSeconds(1), false, FaultCode.NO_ROOM, PATIENCE);
        line.advance(NOON.plusSeconds(2), true, FaultCode.NO_ROOM, PATIENCE);
        acceptAll();
        assertThat(begun).hasSize(1);
    }

    @Test
    void waitsUntilTheBytesOfAnEarlierJobAreFree() {
        Runnable earlier = memory.admit(TestJobs.aJob(), BOUND).orElseThrow();
        take(aJob());
        assertThat(line.isWaiting()).isTrue();
        earlier.run();
        advance(1);
        acceptAll();
        assertThat(begun).hasSize(1);
        assertThat(memory.used()).isEqualTo(memory.needed(aJob()));
    }

    @Test
    void givesTheBytesBackWithTheRun() {
        take(aJob());
        acceptAll();
        held.remove(begun.get(0));
        assertThat(memory.used()).isZero();
    }

    @Test
    void failsAJobThatIsLargerThanTheMemory() {
        take(Job.newBuilder(aJob()).setPrompt("x".repeat(10_000)).build());
        acceptAll();
        Outcome last = sent.values(Topics.OUTCOME).get(1);
        assertThat(last.getKind()).isEqualTo(OutcomeKind.FAILED);
        assertThat(last.getFailure().getCode()).isEqualTo("OUT_OF_MEMORY");
        assertThat(last.getFailure().getMessage()).contains("worker.memory.mib");
        assertThat(begun).isEmpty();
        assertThat(memory.used()).isZero();
    }

    @Test
    void givesAJobOfAnotherModelBackEvenWithoutRoom() {
        arm(Job.newBuilder(aJob()).setModelDigest("another").build());
        line.advance(NOON, false, FaultCode.NO_ROOM, PATIENCE);
        acceptAll();
        assertThat(kinds()).containsExactly(OutcomeKind.STARTED, OutcomeKind.RETURNED);
    }

    @Test
    void acceptsBytesThatAreNoJobOnceTheDeadLetterIsWritten() {
        line.arm();
        consumer().offer(new byte[] {1, 2});
        poll();
        advance(0);
        assertThat(consumer().acknowledged()).isEmpty();
        acceptAll();
        assertThat(sent.values(Topics.JOB_DLQ)).hasSize(1);
        assertThat(kinds()).isEmpty();
        assertThat(line.isTaking()).isFalse();
    }

    @Test
    void letsTheRunThatItHoldsCarryOnUnderANewerAttempt() {
        take(aJob());
        acceptAll();
        arm(Job.newBuilder(aJob()).setAttempt(2).build());
        line.advance(NOON, false, FaultCode.NO_ROOM, PATIENCE);
        acceptAll();
        assertThat(sent.values(Topics.OUTCOME)).extracting(Outcome::getAttempt).containsExactly(1, 2);
        assertThat(held.held()).singleElement().extracting("attempt").isEqualTo(2);
        assertThat(begun).hasSize(1);
    }

    @Test
    void goesOnAskingByItselfAfterAPollCameBackEmpty() {
        line.arm();
        poll();
        consumer().offer(bytes(aJob()));
        runPolls();
        assertThat(line.poll()).isTrue();
    }

    @Test
    void ringsWhenAPollHasEnded() throws Exception {
        line.arm();
        poll();
        bell.pause(Duration.ofDays(1));
    }

    @Test
    void endsAPollThatGoesOnBeforeItCloses() {
        line.arm();
        line.poll();
        line.close();
        assertThat(line.isClosed()).isFalse();
        runPolls();
        assertThat(consumer().wasWokenBeforeClose()).isTrue();
        assertThat(line.isClosed()).isTrue();
    }

    @Test
    void tellsSinceWhenItsPollsCameBackEmpty() {
        line.arm();
        poll();
        time = NOON.plusSeconds(5);
        poll();
        assertThat(line.room(1, Optional.empty()).getEmptySince()).isEqualTo(NOON);
        consumer().offer(bytes(aJob()));
        poll();
        assertThat(line.room(0, Optional.of(new StepCost(12.5, 4))).getEmptySince())
                .isNull();
        assertThat(line.room(0, Optional.of(new StepCost(12.5, 4))).getArmed()).isFalse();
        assertThat(line.room(0, Optional.of(new StepCost(12.5, 4))).getMsPerStep())
                .isEqualTo(12.5);
        assertThat(line.room(0, Optional.of(new StepCost(12.5, 4))).getPayingRows())
                .isEqualTo(4);
    }

    private ScriptedShareConsumer consumer() {
        return consumers.get(consumers.size() - 1);
    }

    private void arm(Job job) {
        line.arm();
        consumer().offer(bytes(job));
        assertThat(poll()).isTrue();
    }

    /** Lets a poll go on to its end. */
    private boolean poll() {
        line.poll();
        runPolls();
        return line.poll();
    }

    private void runPolls() {
        while (!polls.isEmpty()) {
            polls.remove().run();
        }
    }

    private void take(Job job) {
        arm(job);
        advance(0);
    }

    private void advance(int seconds) {
        Instant now = NOON.plusSeconds(seconds);
        line.advance(now, true, FaultCode.NO_ROOM, PATIENCE);
    }

    private void acceptAll() {
        while (sent.producer().completeNext()) {
            consumer().answer(null);
            line.advance(NOON, false, FaultCode.NO_ROOM, PATIENCE);
            line.advance(NOON, false, FaultCode.NO_ROOM, PATIENCE);
        }
    }

    private List<OutcomeKind> kinds() {
        return sent.values(Topics.OUTCOME).stream().map(Outcome::getKind).toList();
    }

    private byte[] bytes(Job job) {
        byte[] bytes = AvroWriter.of(TOPIC, "", sent.registry()).write(job);
        assertThat(decoder.decode(bytes).join()).isNotNull(); // so that its schema is known from now on
        return bytes;
    }
}
