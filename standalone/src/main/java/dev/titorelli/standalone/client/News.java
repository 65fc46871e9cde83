package dev.titorelli.standalone.client;

import dev.titorelli.Event;
import dev.titorelli.Progress;
import dev.titorelli.identity.RequestId;

/** One thing that became known about a request. */
public sealed interface News {

    /** Which request it is about; the text form {@code tenant/requestId}. */
    String request();

    /** The stream app's word: where the request stands; of a batch, whose event has no request, no request's. */
    record Told(Event event) implements News {
        @Override
        public String request() {
            return event.getTenant() + "/" + event.getRequestId();
        }
    }

    /** A worker's word: how far a job is. */
    record Stepped(Progress progress) implements News {
        @Override
        public String request() {
            return new RequestId(progress.getTenant(), progress.getRequestId()).toString();
        }
    }
}
