package dev.titorelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

    @Test
    void saysOfEveryMetricWhatTheTableSays() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| `(titorelli|kafka)_.*"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.concat(MetricKeys.own().stream(), MetricKeys.kafka().stream())
                        .map(MetricKey::row)
                        .toList());
    }
}
