package dev.titorelli.stream.request;

import dev.titorelli.stream.catalogue.StoredCatalogue;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.TimeMarks;
import dev.titorelli.stream.validate.RequestValidator;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rules of REQUEST for one task, wired together. */
record RequestRoom(
        Intake intake,
        ControlIntake controls,
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
        RequestValidator validator =
                new RequestValidator(settings.limits(), settings.requests().defaultModel());
        return wire(room, validator, watch, fleet);
    }

    static RequestRoom wire(Room room, RequestValidator validator, RunWatch watch, Fleet fleet) {
        Teller teller = new Teller(room);
        JobDispatch dispatch = new JobDispatch(room);
        Endings endings = new Endings(room, teller, dispatch);
        StageProgress progress = new StageProgress(room, dispatch, endings);
        Attempts attempts = new Attempts(room, dispatch, progress);
        Standing standing = new Standing(room, teller, watch, fleet);
        return new RequestRoom(
                new Intake(room, validator, teller, progress, endings),
                new ControlIntake(room, endings),
                new PlacementIntake(room, standing, attempts),
                new OutcomeIntake(room, teller, dispatch, progress, attempts),
                new DueTimers(
                        room, endings, attempts, new TickTime(room.settings().tickTime())),
                new LeaseKeeper(room, watch, fleet, dispatch, attempts, standing));
    }
}
