package dev.titorelli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "errors.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([A-Z_]+)` \\| ([a-z]+) \\| (yes|no) \\| ([^|]+) \\| ([^|]+) \\|");

    private record Row(String code, String kind, String retryable, String meaning) {}

    @Test
    void saysOfEveryCodeWhatTheCodeSays() throws IOException {
        List<Row> documented = rows().map(ErrorsDocumentTest::row).toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(FaultCode.values())
                        .map(ErrorsDocumentTest::row)
                        .toList());
    }

    @Test
    void saysWhatToDo() throws IOException {
        assertThat(rows().map(matcher -> matcher.group(5))).isNotEmpty().allSatisfy(action -> assertThat(action.strip())
                .endsWith("."));
    }

    private static Stream<Matcher> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream().map(ROW::matcher).filter(Matcher::matches);
    }

    private static Row row(Matcher matcher) {
        return new Row(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4).strip());
    }

    private static Row row(FaultCode code) {
        String kind = code.kind().name().toLowerCase(Locale.ROOT);
        return new Row(code.name(), kind, code.retryable() ? "yes" : "no", code.meaning());
    }
}
