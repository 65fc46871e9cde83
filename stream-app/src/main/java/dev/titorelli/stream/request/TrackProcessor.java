package dev.titorelli.stream.request;

import dev.titorelli.Control;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Outcome;
import dev.titorelli.Placement;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.Trace;
import dev.titorelli.stream.lease.OutcomePosition;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.UndecodedRow;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The node that keeps the rows of requests: hands each arrival to its rule, and wakes the timers and the lease keeper. */
public final class TrackProcessor implements Processor<String, Arrived<?>, String, SpecificRecord> {

    private final TrackSettings settings;
    private ProcessorContext<String, SpecificRecord> context;
    private RequestRoom room;
    private Rows<UndecodedRow> undecoded;
    private long outcomeNext;

    public TrackProcessor(TrackSettings settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> newContext) {
        context = newContext;
        undecoded = new Rows<>(context.getStateStore(settings.stores().undecoded()), "record", UndecodedRow.class);
        room = RequestRoom.open(context, settings, this::forward);
        context.schedule(settings.requests().timerTick(), PunctuationType.WALL_CLOCK_TIME, now -> room.timers()
                .fire());
        context.schedule(settings.requests().lease().tick(), PunctuationType.WALL_CLOCK_TIME, now -> room.keeper()
                .tick(tick(now)));
    }

    @Override
    public void process(Record<String, Arrived<?>> input) {
        Arrived<?> arrived = input.value();
        if (arrived.value() instanceof GenerationRequest request) {
            room.intake().take(input.key(), with(arrived, request));
        } else if (arrived.value() instanceof Control control) {
            room.controls().take(input.key(), with(arrived, control));
        } else if (arrived.value() instanceof Placement placement) {
            room.placements().take(placement);
        } else if (arrived.value() instanceof Outcome outcome) {
            room.take(with(arrived, outcome));
            outcomeNext = Math.max(outcomeNext, arrived.origin().offset() + 1);
        }
    }

    /** While an outcome waits to be read, nobody's silence counts: it may be the word that is missed. */
    private RunWatch.Tick tick(long nowMs) {
        boolean allRead = undecoded
                .entriesStartingWith(settings.stores().decodeOutcomes() + "/", 1)
                .isEmpty();
        OutcomePosition position = new OutcomePosition(context.taskId().partition(), outcomeNext);
        return new RunWatch.Tick(
                nowMs,
                settings.endOffsets().newest().filter(reading -> allRead),
                settings.workerPosition().next(),
                position);
    }

    private void forward(Destination to, String key, SpecificRecord value, String traceparent) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), Trace.headers(traceparent)), to.sink());
    }

    private static <V extends SpecificRecord> Arrived<V> with(Arrived<?> arrived, V value) {
        return new Arrived<>(value, arrived.origin(), arrived.key(), arrived.payload(), arrived.traceparent());
    }
}
