package dev.titorelli.standalone.batch;

import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The system that a batch is sent to. Any call throws {@link dev.titorelli.standalone.client.UnreachableException} while it does
 * not answer; a later one may find it again. For one thread.
 */
public interface Gateway extends AutoCloseable {

    /** Sends requests; the same ones again change nothing. Returns once Kafka has them. */
    void send(List<GenerationRequest> requests);

    /** Where a request stands; empty when there is none. */
    Optional<QueriedRequest> find(RequestId request);

    /** Events since the last call, of any request; waits when there are none. */
    List<Event> poll(Duration patience);

    /** Says that no more requests will come under a label. */
    void seal(RequestId batch, long expected);

    @Override
    void close();
}
