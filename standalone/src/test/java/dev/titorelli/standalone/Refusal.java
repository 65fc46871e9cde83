package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.stream.StreamMain;
import dev.titorelli.worker.WorkerMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How a program that can't start ended: it was run in this process.
 *
 * @param said on the error stream
 */
record Refusal(int code, String said) {

    static Refusal ofStream(String... arguments) {
        return of(err -> StreamMain.run(List.of(arguments), err));
    }

    static Refusal ofWorker(String... arguments) {
        return of(err -> WorkerMain.run(List.of(arguments), err));
    }

    private static Refusal of(ToIntFunction<PrintStream> program) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = program.applyAsInt(new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Refusal(code, err.toString(StandardCharsets.UTF_8));
    }

    Refusal hasCode(int expected) {
        assertThat(code).as(said).isEqualTo(expected);
        return this;
    }

    /** Said all of it, as messages: no stack trace. */
    Refusal says(String... parts) {
        assertThat(said).contains(parts).doesNotContain("\tat ", "Exception:");
        assertThat(code).as(said).isNotZero();
        return this;
    }
}
