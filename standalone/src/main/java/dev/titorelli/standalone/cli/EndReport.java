package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.Violation;
import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells a person how a request ended. */
final class EndReport {

    private final Terminal terminal;

    EndReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param copies where the pictures were copied to; empty when they were not */
    void print(Event end, List<Path> copies) {
        String request = end.getTenant() + "/" + end.getRequestId();
        terminal.say(request + " " + end.getKind().name().toLowerCase(Locale.ROOT) + reason(end));
        end.getViolations().forEach(violation -> terminal.say("  " + violation(violation)));
        end.getFailedJobs().forEach(job -> terminal.say("  " + failedJob(job)));
        for (int i = 0; i < end.getImages().size(); i++) {
            terminal.say("  "
                    + image(
                            end.getImages().get(i),
                            i < copies.size() ? copies.get(i).toString() : null));
        }
    }

    private static String reason(Event end) {
        if (end.getFailure() != null) {
            return ": " + failure(end.getFailure());
        }
        return end.getReason().isEmpty() ? "" : ": " + end.getReason();
    }

    private static String violation(Violation violation) {
        return "%s: %s; found %s; allowed: %s"
                .formatted(
                        violation.getPath(),
                        violation.getCode(),
                        violation.getValue().isEmpty() ? "nothing" : violation.getValue(),
                        violation.getAllowed());
    }

    private static String failedJob(FailedJob job) {
        String why = job.getFailure() == null ? "" : ": " + failure(job.getFailure());
        return "%s/%d failed after %d attempts%s".formatted(job.getStage(), job.getIndex(), job.getAttempts(), why);
    }

    private static String failure(Failure failure) {
        return failure.getCode() + (failure.getMessage().isEmpty() ? "" : ", " + failure.getMessage());
    }

    private static String image(EventImage image, String copy) {
        String place = copy == null ? image.getImage().getKey() : copy;
        return "%s  %dx%d, seed %d%s"
                .formatted(
                        place,
                        image.getImage().getWidthPx(),
                        image.getImage().getHeightPx(),
                        image.getSeed(),
                        isReused(image) ? ", reused" : "");
    }

    private static boolean isReused(EventImage image) {
        return image.getLedger() != null && image.getLedger().getReused();
    }
}
