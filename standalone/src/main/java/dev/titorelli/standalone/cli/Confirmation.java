package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Asks a person before something can't be undone.
 *
 * @param answers where the person answers
 */
record Confirmation(Terminal terminal, InputStream answers) {

    /** @throws CommandFailed unless the person says yes, or when there is none to ask */
    void require(String question) {
        if (terminal.columns() == 0) {
            throw new CommandFailed(ExitCode.USAGE, "there is nobody to ask: give --yes to do it. " + question);
        }
        terminal.out().print(question + " [y/N] ");
        terminal.out().flush();
        if (!isYes(line())) {
            throw new CommandFailed(ExitCode.USAGE, "not done: the answer was not yes");
        }
    }

    private String line() {
        try {
            return new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param line null when there is none */
    private static boolean isYes(String line) {
        return line != null && line.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
