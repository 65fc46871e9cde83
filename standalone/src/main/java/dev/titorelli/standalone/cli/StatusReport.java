package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.QueuePlace;
import dev.titorelli.standalone.client.StageStanding;
import dev.titorelli.standalone.terminal.Terminal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Tells a person where a request stands. */
final class StatusReport {

    private final Terminal terminal;

    StatusReport(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(QueriedRequest request) {
        JsonNode document = request.document();
        new EndReport(terminal).print(request.event(), List.of());
        request.event().getNotices().forEach(notice -> terminal.say("  " + NoticeText.of(notice)));
        if (request.stages().size() > 1) {
            request.stages().forEach(stage -> terminal.say("  " + stage(stage)));
        }
        document.path("unfinishedJobs").forEach(job -> terminal.say("  " + job(job)));
        terminal.say("  %d of %d images; %s%s%s"
                .formatted(
                        document.path("jobsDone").asInt(),
                        document.path("jobs").asInt(),
                        time("accepted ", document.path("acceptedAt")),
                        time(", ended ", document.path("endedAt")),
                        time(", deadline ", document.path("deadline"))));
    }

    private static String stage(StageStanding stage) {
        return "stage %s %s, %s".formatted(stage.name(), stage.state(), stage.counts());
    }

    private static String job(JsonNode job) {
        String attempt = job.path("attempt").asInt() == 1
                ? ""
                : ", attempt " + job.path("attempt").asInt();
        String step = job.has("step")
                ? ", step %d of %d"
                        .formatted(job.path("step").asInt(), job.path("steps").asInt())
                : "";
        return "%s/%d %s%s%s%s"
                .formatted(
                        job.path("stage").asText(),
                        job.path("index").asInt(),
                        job.path("state").asText().toLowerCase(Locale.ROOT),
                        attempt,
                        step,
                        place(job));
    }

    private static String place(JsonNode job) {
        String words = job.path("unserved").asBoolean()
                ? QueuePlace.waitingFor(FaultCode.NO_CAPACITY.name())
                : QueriedRequest.place(job).words();
        return words.isEmpty() ? "" : ", " + words + told(job.path("placedAt"));
    }

    /** Places are told sparingly. */
    private static String told(JsonNode at) {
        return at.isMissingNode() ? "" : " (told " + Instant.parse(at.asText()).truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private static String time(String before, JsonNode time) {
        return time.isMissingNode() ? "" : before + time.asText();
    }
}
