package dev.titorelli.standalone.demo;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How one request of the demonstration ended.
 *
 * @param inputs the pictures that it was given
 * @param end its last event; null when it was not sent, because a picture that it needs was not made
 * @param pictures what it painted, in the order of the task's stages
 * @param elapsed from sending to the last event
 */
record DemoResult(DemoTask task, List<DemoPicture> inputs, Event end, List<DemoPicture> pictures, Duration elapsed) {

    DemoResult {
        inputs = List.copyOf(inputs);
        pictures = List.copyOf(pictures);
    }

    static DemoResult notSent(DemoTask task) {
        return new DemoResult(task, List.of(), null, List.of(), Duration.ZERO);
    }

    boolean isCompleted() {
        return end != null && end.getKind() == EventKind.COMPLETED;
    }

    /** One word, and the cause if it failed. */
    String state() {
        if (end == null) {
            return "not sent";
        }
        String state = end.getKind().name().toLowerCase(Locale.ROOT);
        if (end.getFailure() != null) {
            return state + ": " + end.getFailure().getCode() + " "
                    + end.getFailure().getMessage();
        }
        return end.getViolations().isEmpty()
                ? state
                : state + ": " + end.getViolations().get(0);
    }

    /** What the device spent on all of its pictures. */
    Duration deviceTime() {
        if (end == null) {
            return Duration.ZERO;
        }
        return Duration.ofMillis(end.getImages().stream()
                .map(EventImage::getLedger)
                .mapToLong(ledger -> ledger == null ? 0 : ledger.getDeviceMs())
                .sum());
    }
}
