package dev.titorelli.stream.request;

import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.stream.catalogue.StoredCatalogue;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.TimeMarks;
import dev.titorelli.stream.validate.RequestValidator;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rules of REQUEST for one task, wired together. */
record RequestRoom(
        Intake intake,
        ControlIntake controls,
        Inspections inspections,
        PlacementIntake placements,
        OutcomeIntake outcomes,
        DueTimers timers,
        LeaseKeeper keeper) {

    static RequestRoom open(ProcessorContext<?, ?> context, TrackSettings settings, Outbox outbox) {
        KeyValueStore<String, byte[]> store =
                context.getStateStore(settings.stores().requests());
        Room room = new Room(
                new RequestRows(store),
                new JobRows(store),
                new Timers(new TimeMarks(store, "timer")),
                new EndedRequests(store),
                outbox,
                new StoredCatalogue(context.getStateStore(settings.stores().models())),
                settings.requests(),
                context::currentSystemTimeMs,
                context.taskId().partition());
        Fleet fleet = new Fleet(context.getStateStore(settings.stores().workers()), settings.workerPosition());
        RunWatch watch = new RunWatch(settings.requests().lease());
        RequestValidator validator = new RequestValidator(
                settings.limits(),
                settings.requests().defaultModel(),
                settings.requests().inspection());
        return wire(room, validator, watch, fleet);
    }

    /** A word about a run of a job, or about an input. */
    void take(Arrived<Outcome> arrived) {
        if (arrived.value().getKind() == OutcomeKind.INSPECTED && RunWords.areOfInspection(arrived.value())) {
            inspections.take(arrived.value());
        } else {
            outcomes.take(arrived);
        }
    }

    static RequestRoom wire(Room room, RequestValidator validator, RunWatch watch, Fleet fleet) {
        Teller teller = new Teller(room);
        StagePlans plans = new StagePlans(room);
        JobDispatch dispatch = new JobDispatch(room, plans);
        Endings endings = new Endings(room, teller, dispatch);
        StageProgress progress =
                new StageProgress(room, new StageStart(room, plans, new JobStart(room, dispatch)), endings);
        Attempts attempts = new Attempts(room, dispatch, progress);
        Acceptance acceptance = new Acceptance(room, teller, progress, endings);
        Inspections inspections = new Inspections(room, validator, acceptance, endings);
        Standing standing = new Standing(room, teller, watch, fleet);
        return new RequestRoom(
                new Intake(room, validator, acceptance, inspections),
                new ControlIntake(room, endings),
                inspections,
                new PlacementIntake(room, standing, attempts, new Refusals(room, dispatch, progress, attempts)),
                new OutcomeIntake(room, teller, dispatch, progress, attempts),
                new DueTimers(
                        room,
                        endings,
                        attempts,
                        inspections,
                        new TickTime(room.settings().tickTime())),
                new LeaseKeeper(room, watch, fleet, dispatch, attempts, standing));
    }
}
