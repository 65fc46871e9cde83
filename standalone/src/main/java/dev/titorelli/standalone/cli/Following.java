package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.RequestWatch;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** Sends a request and waits until it has ended. */
final class Following {

    private final Terminal terminal;
    private final PrintStream notes;
    private final Clock clock;
    private final DataOption data;

    /** @param notes where a person is told that the id was used before */
    Following(Terminal terminal, PrintStream notes, Clock clock, DataOption data) {
        this.terminal = terminal;
        this.notes = notes;
        this.clock = clock;
        this.data = data;
    }

    /**
     * The feed is open before the request is sent, so that no event is missed. A repeated request has its events already.
     *
     * @param mayRepeatAnId whether the id may have been used before
     * @param wait gives the event that ended the request
     */
    Event untilEnd(
            Client client, GenerationRequest request, boolean mayRepeatAnId, Function<RequestWatch, Event> wait) {
        RequestId id = new RequestId(request.getTenant(), request.getRequestId());
        Instant begun = clock.instant();
        try (RequestWatch watch =
                new RequestWatch(mayRepeatAnId ? client.followFromTheBeginning() : client.follow(), clock)) {
            watch.begin(id);
            client.send(request);
            String cancel = "./titorelli cancel%s --tenant %s %s".formatted(data.asOption(), id.tenant(), id.id());
            Event end = InterruptionNote.during(() -> wait.apply(watch), terminal, cancel);
            if (end.getAt().isBefore(begun)) {
                notes.println("This id was used before: here is what became of that request. Another request under "
                        + "the same id is not taken.");
            }
            return end;
        }
    }
}
