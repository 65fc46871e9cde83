package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.batch.Totals;
import dev.titorelli.standalone.terminal.ProgressBoard;
import dev.titorelli.standalone.terminal.ProgressLine;
import dev.titorelli.standalone.terminal.Seconds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Shows how far a batch is: done, failed, how fast lately, and how long it will take at that. For one thread. */
final class BatchBoard {

    private static final Duration REDRAW = Duration.ofMillis(250);
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final String name;
    private final ProgressBoard board;
    private final Clock clock;
    private final Instant begun;
    private final Deque<Moment> lately = new ArrayDeque<>();
    private Instant drawn = Instant.MIN;

    private record Moment(Instant at, int settled) {}

    BatchBoard(String name, ProgressBoard board, Clock clock) {
        this.name = name;
        this.board = board;
        this.clock = clock;
        this.begun = clock.instant();
    }

    void show(Totals totals) {
        Instant now = clock.instant();
        boolean over = totals.settled() == totals.lines();
        if (!over
                && Duration.between(drawn.equals(Instant.MIN) ? Instant.EPOCH : drawn, now)
                                .compareTo(REDRAW)
                        < 0) {
            return;
        }
        drawn = now;
        lately.addLast(new Moment(now, totals.settled()));
        while (Duration.between(lately.getFirst().at(), now).compareTo(LATELY) > 0) {
            lately.removeFirst();
        }
        double fraction = totals.lines() == 0 ? 1 : (double) totals.settled() / totals.lines();
        board.show(List.of(new ProgressLine(
                name,
                Math.min(1, fraction),
                over ? "done" : "running",
                words(totals, now),
                Duration.between(begun, now))));
    }

    private String words(Totals totals, Instant now) {
        StringBuilder words = new StringBuilder("%d of %d".formatted(totals.settled(), totals.lines()));
        if (totals.failed() > 0) {
            words.append(", ").append(totals.failed()).append(" failed");
        }
        if (totals.refused() > 0) {
            words.append(", ").append(totals.refused()).append(" wait for a full queue");
        }
        double rate = rate(totals, now);
        if (rate > 0) {
            words.append(String.format(Locale.ROOT, ", %.1f/s", rate));
            int left = totals.lines() - totals.settled();
            if (left > 0) {
                words.append(", ")
                        .append(Seconds.of(Duration.ofSeconds(Math.round(left / rate))))
                        .append(" left");
            }
        }
        return words.toString();
    }

    /** Lines a second in the last minute. */
    private double rate(Totals totals, Instant now) {
        Moment first = lately.getFirst();
        double seconds = Duration.between(first.at(), now).toMillis() / 1e3;
        return seconds > 0 ? (totals.settled() - first.settled()) / seconds : 0;
    }
}
