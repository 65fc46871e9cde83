package dev.titorelli.worker.batch;

import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.RowLength;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a start measured of steps, and how long it was allowed to: the first line of the kept text is that in nanoseconds, each other one a
 * step: bucket, rows, prefix tokens, image tokens, nanoseconds.
 */
record KeptMeasurements(long limitNanos, List<MeasuredStep> steps) {

    private static final KeptMeasurements NONE = new KeptMeasurements(-1, List.of());
    private static final String FOLDER = "step-times/";
    private static final int NUMBERS = 5;

    KeptMeasurements {
        steps = List.copyOf(steps);
    }

    /** What is kept under a name: without a limit and steps when that is nothing, or something else. */
    static KeptMeasurements read(KeptFolder kept, String name) {
        try {
            return kept.text(FOLDER + name).map(KeptMeasurements::parse).orElse(NONE);
        } catch (IllegalArgumentException e) {
            return NONE; // it is measured again
        }
    }

    void keep(KeptFolder kept, String name) {
        String text = Stream.concat(
                        Stream.of(Long.toString(limitNanos)), steps.stream().map(KeptMeasurements::line))
                .collect(Collectors.joining("\n"));
        kept.keep(FOLDER + name, text);
    }

    private static KeptMeasurements parse(String text) {
        List<String> lines = text.lines().toList();
        return new KeptMeasurements(
                Long.parseLong(lines.isEmpty() ? "" : lines.get(0)),
                lines.stream().skip(1).map(KeptMeasurements::step).toList());
    }

    private static String line(MeasuredStep step) {
        return "%d %d %d %d %d"
                .formatted(
                        step.bucket(),
                        step.rows(),
                        step.row().prefixTokens(),
                        step.row().imageTokens(),
                        step.nanos());
    }

    private static MeasuredStep step(String line) {
        String[] numbers = line.split(" ", -1);
        if (numbers.length != NUMBERS) {
            throw new IllegalArgumentException("no measured step: " + line);
        }
        return new MeasuredStep(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                new RowLength(Integer.parseInt(numbers[2]), Integer.parseInt(numbers[3])),
                Long.parseLong(numbers[4]));
    }
}
