package dev.titorelli.standalone.cli;

import dev.titorelli.EventKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the process ends with. */
enum ExitCode {
    OK(0, "done; with --wait, the request completed"),
    FAILED(1, "a picture could not be made"),
    USAGE(2, "the options are wrong"),
    REJECTED(3, "the request or an input picture was rejected"),
    STOPPED(4, "the request was cancelled or expired"),
    UNREACHABLE(5, "nothing is running, or it does not answer"),
    CANNOT_START(6, "this machine lacks something: a port, a model, a file, Java, the build"),
    NOT_FOUND(7, "there is no such request, picture, dead letter, queue or tenant"),
    UNEXPECTED(70, "an error that nobody foresaw; the log tells more"),
    INTERRUPTED(130, "ended by Ctrl-C, after a clean stop (143: by SIGTERM)");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    /** For an event that ends a request. */
    static ExitCode of(EventKind end) {
        return switch (end) {
            case COMPLETED -> OK;
            case FAILED -> FAILED;
            case REJECTED -> REJECTED;
            case CANCELLED, EXPIRED -> STOPPED;
            case UNKNOWN, ACCEPTED, QUEUED, WAITING, RUNNING, BATCH_COMPLETED ->
                throw new IllegalArgumentException(end + " does not end a request");
        };
    }

    /** Code to meaning, for the help. */
    static Map<String, String> meanings() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(
                        code -> Integer.toString(code.code), code -> code.meaning, (a, b) -> a, LinkedHashMap::new));
    }
}
