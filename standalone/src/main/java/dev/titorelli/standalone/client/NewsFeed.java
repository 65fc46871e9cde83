package dev.titorelli.standalone.client;

import java.time.Duration;
import java.util.List;

/** What becomes known about requests. For one thread. */
public interface NewsFeed extends AutoCloseable {

    /**
     * What became known since the last call; waits up to {@code patience} when there is nothing, and a little longer
     * while Kafka does not answer.
     *
     * @throws UnreachableException when Kafka has not answered for about 20 seconds; a later call may find it again, and then
     *     misses nothing
     */
    List<News> poll(Duration patience);

    @Override
    void close();
}
