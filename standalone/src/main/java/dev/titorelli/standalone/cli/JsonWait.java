package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.identity.RequestId;
import dev.titorelli.json.RecordJson;
import dev.titorelli.standalone.client.News;
import dev.titorelli.standalone.client.Watching;
import dev.titorelli.standalone.terminal.Terminal;
import java.time.Duration;
import java.util.Optional;

/** Waits for a request's end and prints each of its events as a line of JSON. */
final class JsonWait {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final PreviewCopies previews;

    JsonWait(Terminal terminal, PreviewCopies previews) {
        this.previews = previews;
        this.terminal = terminal;
    }

    /** The event that ended the request. */
    Event untilEnd(Watching watch, RequestId request) {
        Optional<Event> end = Optional.empty();
        while (end.isEmpty()) {
            watch.poll(PATIENCE).forEach(this::print);
            end = watch.standing(request).end();
        }
        return end.get();
    }

    private void print(News news) {
        previews.take(news); // copied, and no word of it: it is no event
        if (news instanceof News.Told told) {
            terminal.say(RecordJson.write(told.event()));
        }
    }
}
