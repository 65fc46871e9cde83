package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.Notice;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.News;
import dev.titorelli.standalone.client.Standing;
import dev.titorelli.standalone.client.Watching;
import dev.titorelli.standalone.terminal.ProgressBoard;
import dev.titorelli.standalone.terminal.ProgressLine;
import dev.titorelli.standalone.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Waits for a request's end and shows its progress, previews and notices meanwhile. */
final class ShownWait {

    private static final Duration REDRAW = Duration.ofMillis(150);

    private final ProgressBoard board;
    private final PreviewCopies previews;
    private final BiFunction<Watching, RequestId, List<ProgressLine>> lines;
    private final Set<Notice> told = new HashSet<>();

    ShownWait(Terminal terminal, PreviewCopies previews, StageLines stages) {
        this(terminal, previews, (watch, request) -> lines(watch, request, stages));
    }

    /** @param lines what the board shows */
    ShownWait(Terminal terminal, PreviewCopies previews, BiFunction<Watching, RequestId, List<ProgressLine>> lines) {
        this.previews = previews;
        this.lines = lines;
        this.board = terminal.progressBoard();
    }

    /** The event that ended the request. */
    Event untilEnd(Watching watch, RequestId request) {
        while (true) {
            Optional<Event> end = watch.standing(request).end();
            board.show(lines.apply(watch, request));
            if (end.isPresent()) {
                return end.get();
            }
            watch.poll(REDRAW).forEach(this::tell);
        }
    }

    private static List<ProgressLine> lines(Watching watch, RequestId request, StageLines stages) {
        Standing standing = watch.standing(request);
        List<ProgressLine> lines = new ArrayList<>();
        lines.add(new ProgressLine(
                request.id(), standing.fraction(), standing.state(), standing.detail(), watch.elapsed(request)));
        lines.addAll(stages.of(request, watch.elapsed(request), standing.end().isPresent()));
        return lines;
    }

    private void tell(News news) {
        previews.take(news).ifPresent(board::say);
        if (news instanceof News.Told event) {
            event.event().getNotices().stream().filter(told::add).forEach(notice -> board.say(NoticeText.of(notice)));
        }
    }
}
