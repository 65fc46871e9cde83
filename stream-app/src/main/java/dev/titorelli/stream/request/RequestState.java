package dev.titorelli.stream.request;

import dev.titorelli.EventKind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The lifecycle of a request. A transition that is not allowed does not compile: each state has methods for the states
 * that may follow it, and an ended one has none.
 */
public sealed interface RequestState {

    /** The name it is stored under. */
    String storedName();

    /** The state of a stored name. */
    static RequestState stored(String name) {
        RequestState state = StoredStates.BY_NAME.get(name);
        if (state == null) {
            throw new IllegalStateException("no request state is called " + name);
        }
        return state;
    }

    /** Every state. */
    static List<RequestState> all() {
        return List.of(
                new Inspecting(),
                new Accepted(),
                new Queued(),
                new Waiting(),
                new Running(),
                new Rejected(),
                new Completed(),
                new Failed(),
                new Cancelled(),
                new Expired());
    }

    /** The states by their stored names; apart, as they are made after this interface. */
    final class StoredStates {
        private static final Map<String, RequestState> BY_NAME =
                all().stream().collect(Collectors.toMap(RequestState::storedName, Function.identity()));

        private StoredStates() {}
    }

    /** A state that the user is told of. */
    sealed interface Told extends RequestState {
        /** The event that tells it. */
        EventKind event();

        @Override
        default String storedName() {
            return event().name();
        }
    }

    /** A request that has not ended. */
    sealed interface Ongoing extends RequestState {
        default Failed fail() {
            return new Failed();
        }

        default Cancelled cancel() {
            return new Cancelled();
        }

        default Expired expire() {
            return new Expired();
        }
    }

    /** A request that was accepted and goes on; it can end in any way but being rejected. */
    sealed interface Open extends Ongoing, Told {
        default Completed complete() {
            return new Completed();
        }
    }

    /** A request of which no worker has done a step since it was accepted or had to wait. */
    sealed interface Idle extends Open {
        /** A worker has done the first step. */
        default Running run() {
            return new Running();
        }
    }

    /** A request that may have to wait for a worker. */
    sealed interface Served extends Open {
        /** No live worker serves a queue that it needs. */
        default Waiting await() {
            return new Waiting();
        }
    }

    /** A request that has ended, once and for all. */
    sealed interface Ended extends Told {}

    /** It is valid as far as can be seen without its inputs, which are being looked at. Nobody was told yet. */
    record Inspecting() implements Ongoing {
        public Accepted accept() {
            return new Accepted();
        }

        public Rejected reject() {
            return new Rejected();
        }

        @Override
        public String storedName() {
            return "INSPECTING";
        }
    }

    /** It is valid, and its first jobs were planned. */
    record Accepted() implements Idle, Served {
        public Queued queue() {
            return new Queued();
        }

        @Override
        public EventKind event() {
            return EventKind.ACCEPTED;
        }
    }

    /** Its jobs stand in their queues. */
    record Queued() implements Idle, Served {
        @Override
        public EventKind event() {
            return EventKind.QUEUED;
        }
    }

    /** Nobody is there to take its jobs. */
    record Waiting() implements Idle {
        public Queued queue() {
            return new Queued();
        }

        @Override
        public EventKind event() {
            return EventKind.WAITING;
        }
    }

    /** A worker paints. */
    record Running() implements Served {
        @Override
        public EventKind event() {
            return EventKind.RUNNING;
        }
    }

    /** It was never accepted. */
    record Rejected() implements Ended {
        @Override
        public EventKind event() {
            return EventKind.REJECTED;
        }
    }

    /** All images exist. */
    record Completed() implements Ended {
        @Override
        public EventKind event() {
            return EventKind.COMPLETED;
        }
    }

    /** Some images may exist, not all do. */
    record Failed() implements Ended {
        @Override
        public EventKind event() {
            return EventKind.FAILED;
        }
    }

    /** The user wants it no longer. */
    record Cancelled() implements Ended {
        @Override
        public EventKind event() {
            return EventKind.CANCELLED;
        }
    }

    /** Its deadline passed. */
    record Expired() implements Ended {
        @Override
        public EventKind event() {
            return EventKind.EXPIRED;
        }
    }
}
