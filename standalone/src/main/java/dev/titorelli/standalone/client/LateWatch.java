package dev.titorelli.standalone.client;

import dev.titorelli.Event;
import dev.titorelli.identity.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows a request from wherever it stands to its end. What happened before is asked of a stream app, after the feed of
 * events was opened, so that nothing falls between; it is told as the event that said it. When Kafka goes away, the feed
 * stays where it is for up to five minutes and then goes on from there, and stream apps are asked meanwhile. For one thread.
 */
public final class LateWatch implements Watching, AutoCloseable {

    private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final NewsFeed feed;
    private final RequestFinder queries;
    private final RequestId request;
    private final Clock clock;
    private final List<News> waiting = new ArrayList<>();
    private Standing standing = Standing.SENT;
    private Instant begun;
    private Instant heard;
    private Instant silentSince;

    /** @param feed of what happens from now on; closed with this */
    public LateWatch(NewsFeed feed, RequestFinder queries, RequestId request, Clock clock) {
        this.feed = feed;
        this.queries = queries;
        this.request = request;
        this.clock = clock;
        this.begun = clock.instant();
        this.heard = begun;
    }

    /**
     * Begins to follow; waits a little for a request that is on its way.
     *
     * @return whether there is such a request
     * @throws UnreachableException when Kafka or every stream app is away
     */
    public boolean begin() {
        Instant deadline = clock.instant().plus(ON_ITS_WAY);
        while (!ask() && standing.event() == null) {
            if (clock.instant().isAfter(deadline)) {
                return false;
            }
            take(feed.poll(PAUSE));
        }
        return true;
    }

    @Override
    public List<News> poll(Duration patience) {
        if (waiting.isEmpty()) {
            listen(patience);
        }
        List<News> news = List.copyOf(waiting);
        waiting.clear();
        return news;
    }

    @Override
    public Standing standing(RequestId any) {
        return standing;
    }

    @Override
    public Duration elapsed(RequestId any) {
        return Duration.between(begun, standing.end().map(Event::getAt).orElseGet(clock::instant));
    }

    private void listen(Duration patience) {
        try {
            take(feed.poll(patience));
            silentSince = null;
            if (Duration.between(heard, clock.instant()).compareTo(QUIET) > 0) {
                heard = clock.instant();
                askQuietly();
            }
        } catch (UnreachableException e) {
            Instant now = clock.instant();
            silentSince = silentSince == null ? now : silentSince;
            if (Duration.between(silentSince, now).compareTo(PATIENCE) > 0) {
                throw e;
            }
            askQuietly();
        }
    }

    private void askQuietly() {
        try {
            ask();
        } catch (UnreachableException e) {
            // The events tell it too, when they come.
        }
    }

    private boolean ask() {
        Optional<QueriedRequest> found = queries.find(request);
        found.ifPresent(known -> {
            begun = known.acceptedAt();
            take(List.of(new News.Told(known.event())));
        });
        return found.isPresent();
    }

    private static boolean isPreview(News news) {
        return news instanceof News.Stepped stepped && stepped.progress().getPreview() != null;
    }

    /** What says only what is known already is not told again. */
    private void take(List<News> news) {
        for (News one : news) {
            if (one.request().equals(request.toString())) {
                Standing next = standing.after(one);
                if (!next.equals(standing) || isPreview(one)) {
                    standing = next;
                    waiting.add(one);
                    heard = clock.instant();
                }
            }
        }
    }

    @Override
    public void close() {
        feed.close();
    }
}
