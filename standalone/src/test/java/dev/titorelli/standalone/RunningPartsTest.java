package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningPartsTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesTheLastStartedFirstAndEachOnce() {
        RunningParts parts = new RunningParts();
        parts.add("broker", () -> closed.add("broker"));
        parts.add("worker", () -> closed.add("worker"));

        parts.close();
        parts.close();

        assertThat(closed).containsExactly("worker", "broker");
    }

    @Test
    void closesTheOthersWhenOneCant() {
        RunningParts parts = new RunningParts();
        parts.add("broker", () -> closed.add("broker"));
        parts.add("worker", () -> {
            throw new IllegalStateException("stuck");
        });

        parts.close();

        assertThat(closed).containsExactly("broker");
    }
}
