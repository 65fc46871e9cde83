package dev.titorelli.standalone.client;

import dev.titorelli.identity.RequestId;
import java.time.Duration;
import java.util.List;

/** Follows requests to their ends. For one thread. */
public interface Watching {

    /** What became known since the last call; waits up to {@code patience} when there is nothing. */
    List<News> poll(Duration patience);

    /** Where a followed request stands. */
    Standing standing(RequestId request);

    /** From the beginning of a followed request until its end, or until now. */
    Duration elapsed(RequestId request);
}
