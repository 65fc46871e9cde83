package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.standalone.client.UnreachableException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ErrorLineTest {

    private final RecordingTerminal terminal = new RecordingTerminal();

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new UnreachableException("Kafka is silent", null), 5, "Kafka is silent"),
                Arguments.of(
                        new SchemaRegistryException.Unavailable("no registry", null),
                        5,
                        "schema registry: no registry"),
                Arguments.of(new CannotStart("port 9092 is in use"), 6, "port 9092 is in use"),
                Arguments.of(new UncheckedIOException(new NoSuchFileException("/a")), 6, "no file /a"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void tellsAKnownFaultInOneLine(Exception fault, int exitCode, String line) {
        assertThat(exitCode(fault)).isEqualTo(exitCode);
        assertThat(terminal.err()).isEqualTo("titorelli: " + line + "\n");
    }

    @Test
    void sendsWhoMeetsAnUnknownFaultToTheLog() {
        assertThat(exitCode(new IllegalStateException("odd"))).isEqualTo(70);
        assertThat(terminal.err())
                .startsWith("titorelli: unexpected: java.lang.IllegalStateException: odd; the log tells more: ")
                .hasLineCount(1);
    }

    private int exitCode(Exception fault) {
        CommandLine command = new CommandLine(new Failing());
        return new ErrorLine(terminal.terminal()).handleExecutionException(fault, command, null);
    }

    @CommandLine.Command
    private static final class Failing {}
}
