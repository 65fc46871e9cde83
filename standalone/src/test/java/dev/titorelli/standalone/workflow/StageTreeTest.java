package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.FailedJob;
import dev.titorelli.Progress;
import dev.titorelli.standalone.client.News;
import dev.titorelli.standalone.client.Standing;
import dev.titorelli.standalone.terminal.ProgressLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageTreeTest {

    private static final Plan PLAN = Shapes.plan(
            """
            stages:
              draw: {prompt: x, images: 2}
              edit: {prompt: "{draw}", inputs: {stage: draw, each: true}}
              other: {prompt: y}
              both: {prompt: "{edit} {other}", inputs: [{stage: edit}, {stage: other}]}
            """);

    private final StageTree tree = new StageTree(PLAN, TreeLines.drawn("r1", PLAN, true));
    private Standing standing = Standing.SENT;

    private List<String> lines(int seconds) {
        return tree.lines(standing, Duration.ofSeconds(seconds)).stream()
                .map(StageTreeTest::text)
                .toList();
    }

    private static String text(ProgressLine line) {
        return "%s: %s %.2f %s, %d s"
                .formatted(
                        line.name(),
                        line.state(),
                        line.fraction(),
                        line.detail(),
                        line.elapsed().toSeconds());
    }

    private void step(String stage, int index, int step) {
        standing = standing.after(new News.Stepped(Progress.newBuilder()
                .setTenant("local")
                .setRequestId("r1")
                .setJobId("local/r1/" + stage + "/" + index)
                .setStep(step)
                .setSteps(10)
                .build()));
    }

    private Event.Builder event(EventKind kind) {
        return Event.newBuilder()
                .setTenant("local")
                .setRequestId("r1")
                .setKind(kind)
                .setSequence(9)
                .setJobs(6);
    }

    private static EventImage image(String stage, int index) {
        return EventImage.newBuilder().setStage(stage).setIndex(index).build();
    }

    @Test
    void tellsWhatCanStartAndWhatWaitsForWhat() {
        assertThat(lines(1))
                .containsExactly(
                        "r1: sent 0.00 , 1 s",
                        "├─ draw: queued 0.00 0 of 2, 0 s",
                        "│  └─ edit: waiting 0.00 for draw, 0 s",
                        "│     └─ both (+ other): waiting 0.00 for edit, other, 0 s",
                        "└─ other: queued 0.00 0 of 1, 0 s");
    }

    @Test
    void countsStepsAndPicturesOfARunningStage() {
        step("draw", 0, 5);
        lines(2);
        step("draw", 0, 10);
        step("draw", 1, 4);

        assertThat(lines(5).get(1)).isEqualTo("├─ draw: running 0.70 1 of 2, step 14 of 20, 3 s");
    }

    @Test
    void standsStillOnceAStageIsDone() {
        step("draw", 0, 10);
        step("draw", 1, 10);
        lines(3);

        assertThat(lines(8).subList(1, 3))
                .containsExactly("├─ draw: done 1.00 2 of 2, 0 s", "│  └─ edit: queued 0.00 0 of 2, 0 s");
    }

    @Test
    void takesAStageForDoneWhenOneAfterItRuns() {
        step("draw", 0, 9);
        step("edit", 1, 1);

        assertThat(lines(3).get(1)).isEqualTo("├─ draw: done 1.00 2 of 2, 0 s");
    }

    @Test
    void tellsAtTheEndWhatEveryStageCameTo() {
        Event end = event(EventKind.FAILED)
                .setJobsDone(2)
                .setImages(List.of(image("draw", 0), image("draw", 1)))
                .setFailedJobs(List.of(FailedJob.newBuilder()
                        .setStage("edit")
                        .setIndex(0)
                        .setAttempts(1)
                        .build()))
                .build();
        standing = standing.after(new News.Told(end));

        assertThat(lines(4))
                .containsExactly(
                        "r1: failed 0.00 2 of 6 pictures, 4 s",
                        "├─ draw: done 1.00 2 of 2, 0 s",
                        "│  └─ edit: failed 0.00 0 of 2, 1 failed, 0 s",
                        "│     └─ both (+ other): left out 0.00 0 of 1, 0 s",
                        "└─ other: left out 0.00 0 of 1, 0 s");
    }

    @Test
    void countsPicturesThatWereNotKept() {
        standing = standing.after(
                new News.Told(event(EventKind.COMPLETED).setJobsDone(6).build()));

        assertThat(tree.lines(standing, Duration.ofSeconds(1)))
                .extracting(ProgressLine::state)
                .containsExactly("completed", "done", "done", "done", "done");
    }

    @Test
    void drawsWithoutUnicodeToo() {
        StageTree plain = new StageTree(PLAN, TreeLines.drawn("r1", PLAN, false));

        assertThat(plain.lines(standing, Duration.ZERO))
                .extracting(ProgressLine::name)
                .containsExactly("r1", "|- draw", "|  `- edit", "|     `- both (+ other)", "`- other");
    }

    @Test
    void namesStagesInTheFilesOrderWhereNothingIsDrawn() {
        StageTree plain = new StageTree(PLAN, TreeLines.plain("r1", PLAN));

        assertThat(plain.lines(standing, Duration.ZERO))
                .extracting(ProgressLine::name)
                .containsExactly("r1", "  draw", "  edit", "  other", "  both");
    }
}
