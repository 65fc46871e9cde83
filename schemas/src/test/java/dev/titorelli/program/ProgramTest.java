package dev.titorelli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.registry.SchemaRegistryException.Unavailable;
import dev.titorelli.settings.SettingsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Program program = new Program("titorelli test", new PrintStream(said, true, StandardCharsets.UTF_8));

    @Test
    void tellsWrongSettings() {
        int code = program.run(onBroken -> {
            throw new SettingsException(List.of("a: wrong", "b: wrong"));
        });

        assertThat(code).isEqualTo(2);
        assertThat(said()).startsWith("titorelli test: ").contains("a: wrong", "b: wrong");
    }

    @Test
    void tellsWhatKeepsItFromStarting() {
        int code = program.run(onBroken -> {
            throw new CannotStart("topic x is missing");
        });

        assertThat(code).isEqualTo(6);
        assertThat(said()).isEqualTo("titorelli test: topic x is missing" + System.lineSeparator());
    }

    @Test
    void tellsThatTheRegistryDoesNotAnswer() {
        int code = program.run(onBroken -> {
            throw new Unavailable("http://x: refused", null);
        });

        assertThat(code).isEqualTo(5);
    }

    @Test
    void closesWhatBrokeAndEndsWithACodeOfItsOwn() {
        AtomicInteger closed = new AtomicInteger();

        int code = program.run(onBroken -> {
            onBroken.accept(new IllegalStateException("gone"));
            return closed::incrementAndGet;
        });

        assertThat(code).isEqualTo(70);
        assertThat(closed).hasValue(1);
        assertThat(said()).contains("ready", "broken", "gone");
    }

    @Test
    void answersUntilItHasStopped() {
        program.serve(HttpSettings.of("127.0.0.1", "0"));
        List<Integer> answers = new ArrayList<>();

        program.run(onBroken -> {
            answers.add(ready());
            onBroken.accept(new IllegalStateException("gone"));
            return () -> answers.add(ready());
        });

        assertThat(answers).containsExactly(503, 503);
        assertThatThrownBy(this::ready).isInstanceOf(UncheckedIOException.class);
    }

    private int ready() {
        String url = said().replaceAll("(?s).*health and metrics at (\\S+).*", "$1");
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create(url + "/readyz").toURL().openConnection();
            return asked.getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
