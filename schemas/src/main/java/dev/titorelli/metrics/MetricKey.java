package dev.titorelli.metrics;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A metric, declared once.
 *
 * @param name as Micrometer has it, such as {@code titorelli.jobs.released}
 * @param labels each of them bounded: never a request or a prompt, and of tenants only some
 * @param meaning one sentence, for the documentation
 */
public record MetricKey(String name, Kind kind, List<String> labels, String meaning) {

    /** What Prometheus makes of it. */
    public enum Kind {
        COUNTER("counter", "_total"),
        SECONDS("counter of seconds", "_seconds_total"),
        GAUGE("gauge", ""),
        TIMER("timer", "_seconds"),
        HISTOGRAM("histogram", "");

        private final String word;
        private final String ending;

        Kind(String word, String ending) {
            this.word = word;
            this.ending = ending;
        }

        String word() {
            return word;
        }
    }

    public MetricKey {
        labels = List.copyOf(labels);
    }

    /** As {@code /metrics} shows it; a timer's and a histogram's {@code _count}, {@code _sum} and {@code _max} begin so. */
    public String shown() {
        String plain = name.replace('.', '_');
        return plain.endsWith(kind.ending) ? plain : plain + kind.ending;
    }

    /** Its row in docs/metrics.md. */
    String row() {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        shown(),
                        kind.word(),
                        labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        meaning);
    }
}
