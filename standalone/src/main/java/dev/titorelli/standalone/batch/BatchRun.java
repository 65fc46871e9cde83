package dev.titorelli.standalone.batch;

import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.UnreachableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of a batch: reads lines as places in the window become free, sends their requests, follows them to their ends, and
 * seals the batch. What an earlier run has settled is left out; what it has sent is found again, for its identity is the same:
 * a request is asked for before it is sent until as many as the window is wide were unknown. For one thread.
 */
public final class BatchRun {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(5);

    private final BatchFile file;
    private final BatchPlan plan;
    private final BatchBooks books;
    private final Gateway gateway;
    private final LineRules rules;
    private final Unfinished unfinished;
    private final Outage outage;
    private final Clock clock;

    private int unknownInARow;
    private Instant askAgain = Instant.MIN;

    private BatchRun(BatchFile file, BatchPlan plan, Opened opened, Surroundings around) {
        this.file = file;
        this.plan = plan;
        this.books = opened.books();
        this.rules = opened.rules();
        this.gateway = around.gateway();
        this.clock = around.clock();
        this.outage = new Outage(clock);
        this.unfinished = new Unfinished(new Window(plan.window()), books, new Downloads(around.pictures()), clock);
    }

    /** What a run finds around it. */
    public record Surroundings(Gateway gateway, Pictures pictures, Clock clock) {}

    private record Opened(BatchBooks books, LineRules rules) {}

    /**
     * Runs a batch to its end.
     *
     * @param shown told where it stands, often
     * @throws UnreachableException when the system has been away for five minutes; the same run again goes on
     */
    public static Result run(
            BatchFile file, BatchPlan plan, BatchFolder folder, Surroundings around, Consumer<Totals> shown)
            throws IOException {
        LineRules rules = new LineRules(plan);
        try (BatchBooks books = BatchBooks.open(folder, plan, rules::remember)) {
            BatchRun run = new BatchRun(file, plan, new Opened(books, rules), around);
            try {
                run.work(shown);
            } finally {
                run.unfinished.close();
            }
            return Result.of(books);
        }
    }

    private void work(Consumer<Totals> shown) throws IOException {
        try (LineSource source = new LineSource(file.path())) {
            boolean more = true;
            while (more || !unfinished.isEmpty()) {
                more = fill(source, more);
                sendDue();
                hear();
                askForTheQuiet();
                unfinished.settleFetched();
                books.flush();
                shown.accept(unfinished.totals(file.lines()));
            }
            if (!source.digest().equals(file.digest())) {
                throw new BatchRefusedException(file.path() + " was changed while it was read");
            }
        }
        seal();
    }

    /** Takes lines while there is room for them; whether there may be more. */
    private boolean fill(LineSource source, boolean more) throws IOException {
        for (int room = unfinished.room(); more && room > 0; ) {
            Optional<Line> line = source.next();
            if (line.isEmpty()) {
                return false;
            }
            if (!books.isSettled(line.get().number())) {
                take(line.get());
                room--;
            }
        }
        return more;
    }

    private void take(Line line) throws IOException {
        try {
            GenerationRequest request = rules.read(line);
            OpenRequest open = new OpenRequest(line.number(), request);
            unfinished.add(open);
            if (unknownInARow < plan.window()) {
                findAgain(open);
            }
        } catch (BrokenLineException e) {
            books.settle(line.number(), LineEnd.BROKEN, 0, LineEntry.broken(e.getMessage()));
        }
    }

    /** Nothing is told of what has ended already, so it has to be asked for. What can't be asked for is sent: that is safe. */
    private void findAgain(OpenRequest open) throws IOException {
        try {
            boolean known = unfinished.learn(open, gateway.find(open.identity()));
            unknownInARow = known ? 0 : unknownInARow + 1;
        } catch (UnreachableException e) {
            unknownInARow++;
        }
    }

    private void sendDue() {
        List<OpenRequest> due = unfinished.toSend();
        if (due.isEmpty()) {
            return;
        }
        try {
            gateway.send(due.stream().map(OpenRequest::request).toList());
            due.forEach(open -> open.sent(clock.instant()));
        } catch (UnreachableException e) {
            outage.note(e);
            due.forEach(open -> open.sendAgain(clock.instant().plus(PAUSE)));
        }
    }

    private void hear() throws IOException {
        try {
            List<Event> events = gateway.poll(POLL);
            outage.over();
            for (Event event : events) {
                unfinished.hear(event);
            }
        } catch (UnreachableException e) {
            outage.note(e);
        }
    }

    /** An event that was missed is not told again. A request that nobody knows is sent once more. */
    private void askForTheQuiet() throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(askAgain)) {
            return;
        }
        for (OpenRequest open : unfinished.quiet(now)) {
            try {
                if (!unfinished.learn(open, gateway.find(open.identity()))) {
                    open.sendAgain(now);
                }
            } catch (UnreachableException e) {
                askAgain = clock.instant().plus(REST);
                return;
            }
        }
    }

    /** As many as were sent, for a queue that was full may have made several of one line. */
    private void seal() {
        while (true) {
            try {
                gateway.seal(new RequestId(plan.tenant(), plan.name()), books.sent());
                return;
            } catch (UnreachableException e) {
                outage.note(e);
            }
        }
    }

    /** How many places the ids take that lines have given. */
    int idPlaces() {
        return rules.places();
    }
}
