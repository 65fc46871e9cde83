package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.batch.LineEnd;
import dev.titorelli.standalone.batch.Result;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the end of a batch is called. */
final class BatchEnd {

    private BatchEnd() {}

    /** The worst of what became of its lines. */
    static ExitCode exitCode(Result result) {
        if (result.count(LineEnd.FAILED, LineEnd.LOST) > 0) {
            return ExitCode.FAILED;
        }
        if (result.count(LineEnd.REJECTED, LineEnd.BROKEN, LineEnd.CONFLICT) > 0) {
            return ExitCode.REJECTED;
        }
        return result.count(LineEnd.CANCELLED, LineEnd.EXPIRED) > 0 ? ExitCode.STOPPED : ExitCode.OK;
    }

    /** Such as {@code 198 completed, 2 broken}. */
    static String words(Result result) {
        String words = Arrays.stream(LineEnd.values())
                .filter(end -> result.count(end) > 0)
                .map(end -> result.count(end) + " " + end.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "no lines" : words;
    }
}
