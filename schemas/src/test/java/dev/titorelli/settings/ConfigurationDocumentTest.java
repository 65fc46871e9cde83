package dev.titorelli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    @Test
    void saysOfEverySettingWhatTheTableSays() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| `[a-z.]+` \\|.*"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(SettingKeys.all().stream()
                        .map(ConfigurationDocumentTest::row)
                        .toList());
    }

    private static String row(SettingKey key) {
        String fallback = key.fallback() == null ? "" : "`" + key.fallback() + "`";
        return "| `%s` | %s | %s | %s |".formatted(key.name(), key.kind().allowed(), fallback, key.meaning());
    }
}
