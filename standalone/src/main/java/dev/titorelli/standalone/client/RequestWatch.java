package dev.titorelli.standalone.client;

import dev.titorelli.identity.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows chosen requests from their sending to their ends. For one thread. */
public final class RequestWatch implements Watching, AutoCloseable {

    private final RequestFeed feed;
    private final Clock clock;
    private final Map<String, Watched> requests = new LinkedHashMap<>();

    /** @param feed open since before the first request is sent; closed with the watch */
    public RequestWatch(RequestFeed feed, Clock clock) {
        this.feed = feed;
        this.clock = clock;
    }

    /** Begins to follow a request; call it just before the request is sent. */
    public void begin(RequestId request) {
        requests.put(request.toString(), new Watched(Standing.SENT, clock.instant(), null));
    }

    @Override
    public List<News> poll(Duration patience) {
        List<News> news = feed.poll(patience).stream()
                .filter(one -> requests.containsKey(one.request()))
                .toList();
        news.forEach(one -> requests.computeIfPresent(one.request(), (id, watched) -> watched.after(one, clock)));
        return news;
    }

    @Override
    public Standing standing(RequestId request) {
        return requests.get(request.toString()).standing();
    }

    @Override
    public Duration elapsed(RequestId request) {
        Watched watched = requests.get(request.toString());
        return Duration.between(watched.begun(), watched.ended() == null ? clock.instant() : watched.ended());
    }

    @Override
    public void close() {
        feed.close();
    }

    private record Watched(Standing standing, Instant begun, Instant ended) {

        Watched after(News news, Clock clock) {
            Standing next = standing.after(news);
            boolean ends = ended == null && next.end().isPresent();
            return new Watched(next, begun, ends ? clock.instant() : ended);
        }
    }
}
