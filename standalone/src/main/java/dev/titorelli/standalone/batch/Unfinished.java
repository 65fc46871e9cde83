package dev.titorelli.standalone.batch;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Failure;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.standalone.batch.Downloads.Done;
import dev.titorelli.standalone.client.News;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.Standing;
import dev.titorelli.stream.request.BodyDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of a batch that have not ended, at most as many as the window is wide. For one thread. */
final class Unfinished implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int ASKED_AT_ONCE = 20;

    private final Window window;
    private final BatchBooks books;
    private final Downloads downloads;
    private final Clock clock;
    private final Map<String, OpenRequest> open = new LinkedHashMap<>();

    Unfinished(Window window, BatchBooks books, Downloads downloads, Clock clock) {
        this.window = window;
        this.books = books;
        this.downloads = downloads;
        this.clock = clock;
    }

    boolean isEmpty() {
        return open.isEmpty() && downloads.underWay() == 0;
    }

    /** How many more lines may be taken: none while some wait because a queue was full. */
    int room() {
        return refused() > 0 ? 0 : Math.max(0, window.now() - open.size() - downloads.underWay());
    }

    private int refused() {
        return (int) open.values().stream()
                .filter(request -> request.tries() > 1 && !request.isOut())
                .count();
    }

    void add(OpenRequest request) {
        open.put(request.identity().toString(), request);
    }

    /** Those that are to be sent now, as many as the window lets out. */
    List<OpenRequest> toSend() {
        Instant now = clock.instant();
        long out = open.values().stream().filter(OpenRequest::isOut).count();
        return open.values().stream()
                .filter(request -> !request.isOut() && request.isDue(now))
                .limit(Math.max(0, window.now() - out))
                .toList();
    }

    /** Some of those that nothing was heard of for a while. */
    List<OpenRequest> quiet(Instant now) {
        return open.values().stream()
                .filter(request -> request.isOut() && request.isDue(now))
                .limit(ASKED_AT_ONCE)
                .toList();
    }

    /** Takes an event of any request. */
    void hear(Event event) throws IOException {
        OpenRequest request = open.get(new News.Told(event).request());
        if (request != null) {
            follow(request, event);
        }
    }

    /**
     * Takes the answer of a stream app.
     *
     * @return whether there is such a request
     */
    boolean learn(OpenRequest request, Optional<QueriedRequest> found) throws IOException {
        if (found.isEmpty()) {
            return false;
        }
        String digest = found.get().document().path("bodyDigest").asText();
        if (!digest.isEmpty() && !digest.equals(BodyDigest.of(request.request()))) {
            remove(request);
            String why = "another request has this id: was the file, or another one, sent under the same batch before? "
                    + FaultCode.ID_CONFLICT.meaning();
            books.settle(request.line(), LineEnd.CONFLICT, 0, LineEntry.of(request, why));
            return true;
        }
        request.sent(clock.instant());
        if (!follow(request, found.get().event())) {
            request.unchanged(clock.instant());
        }
        return true;
    }

    /** Whether that was the request's end. */
    private boolean follow(OpenRequest request, Event event) throws IOException {
        if (Standing.SENT.after(new News.Told(event)).end().isEmpty()) {
            request.heard(clock.instant());
            return false;
        }
        remove(request);
        if (event.getKind() == EventKind.COMPLETED) {
            window.ended();
            downloads.begin(request, event);
        } else if (!isTriedAgain(request, event)) {
            books.settle(
                    request.line(),
                    LineEnd.of(event.getKind()),
                    request.tries(),
                    LineEntry.of(request, event, List.of()));
        }
        return true;
    }

    private void remove(OpenRequest request) {
        open.remove(request.identity().toString());
    }

    /** A full queue ends a request for good, and its id with it, so the line's next try has another one. */
    private boolean isTriedAgain(OpenRequest request, Event end) {
        boolean isFull = LineEntry.cause(end)
                .map(Failure::getCode)
                .filter(FaultCode.QUEUE_FULL.name()::equals)
                .isPresent();
        Instant now = clock.instant();
        Instant again = now.plus(end.getRetryAfterMs() == null ? RETRY : Duration.ofMillis(end.getRetryAfterMs()));
        if (!isFull || !request.tryAgain(again)) {
            return false;
        }
        window.full(now, again);
        add(request);
        return true;
    }

    /** Notes the requests whose pictures have been brought. */
    void settleFetched() throws IOException {
        for (Done done : downloads.finished()) {
            OpenRequest request = done.request();
            if (done.problem() == null) {
                books.settle(
                        request.line(),
                        LineEnd.COMPLETED,
                        request.tries(),
                        LineEntry.of(request, done.end(), done.files()));
            } else if (done.problem() instanceof LostPictureException lost) {
                books.settle(request.line(), LineEnd.LOST, request.tries(), LineEntry.of(request, lost.getMessage()));
            } else {
                throw thrown(done.problem());
            }
        }
    }

    private static RuntimeException thrown(Exception problem) {
        return problem instanceof RuntimeException unchecked
                ? unchecked
                : new UncheckedIOException(new IOException(problem.getMessage(), problem));
    }

    Totals totals(int lines) {
        int completed = books.count(LineEnd.COMPLETED);
        return new Totals(
                lines, completed, books.settledLines() - completed, open.size() + downloads.underWay(), refused());
    }

    @Override
    public void close() {
        downloads.close();
    }
}
