package dev.titorelli.worker.outcome;

import static dev.titorelli.worker.TestJobs.NOON;
import static dev.titorelli.worker.TestJobs.aJob;
import static dev.titorelli.worker.TestJobs.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.header.Trace;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.Test;

final class OutcomeWriterTest {

    private final SentRecords sent = new SentRecords(false);
    private final HeldRuns held = new HeldRuns();
    private final List<Throwable> broken = new ArrayList<>();
    private final OutcomeWriter writer =
            new OutcomeWriter(sent.sender(), Clock.fixed(NOON, ZoneOffset.UTC), held, broken::add);
    private final JobRun run = aRun();

    @Test
    void sendsToThePartitionThatTheJobCameFrom() {
        writer.cancelled(run);
        assertThat(sent.records(Topics.OUTCOME)).singleElement().satisfies(record -> {
            assertThat(record.partition()).isEqualTo(1);
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme/r-1");
        });
    }

    @Test
    void sendsToTheOwnerWhenThereIsNoSuchPartition() {
        writer.cancelled(aRun(Job.newBuilder(aJob()).setOriginPartition(7).build()));
        assertThat(sent.records(Topics.OUTCOME))
                .singleElement()
                .extracting("partition")
                .isEqualTo(OwnerPartition.of("acme/r-1", 2));
    }

    @Test
    void holdsTheRunUntilTheBrokerHasItsLastWord() {
        held.add(run);
        writer.cancelled(run);
        assertThat(held.isEmpty()).isFalse();
        sent.producer().completeNext();
        assertThat(held.isEmpty()).isTrue();
    }

    @Test
    void isBrokenWhenALastWordCanNeverBeWritten() {
        held.add(run);
        writer.cancelled(run);
        sent.producer().errorNext(new AuthorizationException("no"));
        assertThat(broken).hasSize(1);
        assertThat(held.isEmpty()).isFalse();
    }

    @Test
    void namesEveryWordByRunAndKindSoThatARepeatIsKnown() {
        CompletableFuture<?> unused = writer.started(run, 41);
        writer.failed(run, FaultCode.NON_FINITE, "step 3");
        assertThat(sent.values(Topics.OUTCOME))
                .extracting(Outcome::getOutcomeId)
                .containsExactly("acme/r-1/image/0#1#run-1#STARTED", "acme/r-1/image/0#1#run-1#FAILED");
    }

    @Test
    void tellsTheLastHeartbeatWithStarted() {
        CompletableFuture<?> unused = writer.started(run, 41);
        assertThat(sent.values(Topics.OUTCOME)).singleElement().satisfies(outcome -> {
            assertThat(outcome.getKind()).isEqualTo(OutcomeKind.STARTED);
            assertThat(outcome.getHeartbeat()).isEqualTo(41);
            assertThat(outcome.getJobDigest()).isEqualTo(run.job().getJobDigest());
        });
    }

    @Test
    void tellsWhetherAFailureMayPass() {
        writer.failed(run, FaultCode.NON_FINITE, "step 3");
        writer.returned(aRun(), FaultCode.DRAINING, "bye");
        assertThat(sent.values(Topics.OUTCOME))
                .extracting(outcome -> outcome.getFailure().getRetryable())
                .containsExactly(false, true);
    }

    @Test
    void bringsTheTraceOfTheJobIntoAllThatIsSaidOfIt() {
        CompletableFuture<?> unused = writer.started(run, 41);
        writer.progress(run, null);
        writer.cancelled(run);
        assertThat(sent.producer().history()).hasSize(3).allSatisfy(record -> assertThat(Trace.of(record.headers()))
                .isEqualTo(TestJobs.TRACE));
    }

    @Test
    void tellsProgressAsACloudEvent() {
        writer.progress(run, null);
        assertThat(sent.records(Topics.PROGRESS))
                .singleElement()
                .extracting(record ->
                        new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8))
                .isEqualTo("dev.titorelli.job.progress.v1");
    }

    @Test
    void dropsARunWithoutAWord() {
        held.add(run);
        writer.dropped(run, "fenced");
        assertThat(held.isEmpty()).isTrue();
        assertThat(sent.producer().history()).isEmpty();
    }
}
