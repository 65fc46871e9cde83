package dev.titorelli.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a stage of a request is.
 *
 * @param jobs how many it has
 * @param done those that have their picture
 * @param failed those that ended without
 * @param leftOut of the failed: those of source pictures that an optional stage did not make
 * @param isPlanned whether its jobs have begun; before, it waits for other stages
 * @param isKept whether its pictures are kept
 */
public record StageStanding(
        String name, int jobs, int done, int failed, int leftOut, boolean isPlanned, boolean isKept) {

    /** A stage in the document of docs/http.md; what a stream app of a version before leaves out has its default. */
    static StageStanding of(JsonNode stage) {
        return new StageStanding(
                stage.path("name").asText(),
                stage.path("jobs").asInt(),
                stage.path("done").asInt(),
                stage.path("failed").asInt(),
                stage.path("leftOut").asInt(),
                stage.path("planned").asBoolean(),
                stage.path("keep").asBoolean(true));
    }

    /** One word for a person. */
    public String state() {
        if (!isPlanned) {
            return "waiting";
        }
        if (done + failed < jobs) {
            return "running";
        }
        return failed > leftOut ? "failed" : "done";
    }

    /** The counts, such as {@code 3 of 4 done, 1 failed}. */
    public String counts() {
        int ownFailures = failed - leftOut;
        return "%d of %d done%s%s%s"
                .formatted(
                        done,
                        jobs,
                        ownFailures == 0 ? "" : ", " + ownFailures + " failed",
                        leftOut == 0 ? "" : ", " + leftOut + " left out",
                        isKept ? "" : ", not kept");
    }

    /** How much of it has ended, 0 to 1. */
    public double fraction() {
        return jobs == 0 ? 0 : Math.min(1, (double) (done + failed) / jobs);
    }
}
