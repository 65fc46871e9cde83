package dev.titorelli.worker.inspect;

import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.InspectWish;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.outcome.RecordSender;
import dev.titorelli.worker.outcome.Written;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Answers wishes on the partition that they came from. A lost answer is asked for again. Safe for several threads. */
final class InspectAnswers {

    private static final int MESSAGE_CHARS = 1_000;

    private final RecordSender sender;
    private final String workerRun;
    private final Clock clock;
    private final int partitions;

    InspectAnswers(RecordSender sender, String workerRun, Clock clock) {
        this.sender = sender;
        this.workerRun = workerRun;
        this.clock = clock;
        this.partitions = sender.prepare(Topics.OUTCOME);
    }

    void found(AskedWish asked, ImageObject input) {
        send(asked, about(asked.wish()).setImage(input).build());
    }

    void failed(AskedWish asked, FaultCode code, String message) {
        String text = message == null ? "" : message;
        String cut = text.length() <= MESSAGE_CHARS ? text : text.substring(0, MESSAGE_CHARS);
        send(
                asked,
                about(asked.wish())
                        .setFailure(new Failure(code.name(), cut, code.retryable()))
                        .build());
    }

    private Outcome.Builder about(InspectWish wish) {
        String input = key(wish) + "/" + wish.getStage() + "/" + wish.getInput();
        return Outcome.newBuilder()
                .setKind(OutcomeKind.INSPECTED)
                .setTenant(wish.getTenant())
                .setRequestId(wish.getRequestId())
                .setStage(wish.getStage())
                .setIndex(wish.getInput())
                .setAttempt(wish.getAttempt())
                .setWorkerRun(workerRun)
                .setOutcomeId(input + "#" + wish.getAttempt() + "#" + workerRun + "#" + OutcomeKind.INSPECTED)
                .setAt(clock.instant());
    }

    private void send(AskedWish asked, Outcome outcome) {
        InspectWish wish = asked.wish();
        int origin = wish.getOriginPartition();
        int partition = origin >= 0 && origin < partitions ? origin : OwnerPartition.of(key(wish), partitions);
        byte[] key = key(wish).getBytes(StandardCharsets.UTF_8);
        Written.orLog(sender.send(Topics.OUTCOME, partition, key, outcome, asked.traceparent()));
    }

    private static String key(InspectWish wish) {
        return wish.getTenant() + "/" + wish.getRequestId();
    }
}
