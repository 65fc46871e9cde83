package dev.titorelli.stream.validate;

import static dev.titorelli.stream.ModelFixture.aModel;
import static dev.titorelli.stream.ModelFixture.catalogueOf;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.each;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import dev.titorelli.Violation;
import dev.titorelli.stream.RequestFixture;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ReferenceRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Stage drafts(String name, int images) {
        Stage drafts = stage(name, "a heath");
        drafts.setImages(images);
        return drafts;
    }

    private static Stage edits(int images, StageOutput... sources) {
        Stage edits = stageFrom("edits", sources);
        edits.setImages(images);
        return edits;
    }

    private static AbstractListAssert<?, ?, Tuple, ?> assertViolations(Stage... stages) {
        RequestFixture request = aRequestWithoutStages();
        List.of(stages).forEach(request::withStage);
        return assertThat(new RequestValidator(RequestLimits.DEFAULTS, null)
                        .violations(request.build(), 100, catalogueOf(aModel("mini")), NOW))
                .extracting(Violation::getPath, Violation::getCode, Violation::getValue, Violation::getAllowed);
    }

    @Test
    void acceptsAStageForEachImage() {
        assertViolations(drafts("drafts", 4), edits(1, each("drafts"))).isEmpty();
    }

    @Test
    void acceptsSeveralPicturesOfOneStageAndOfOthers() {
        assertViolations(
                        drafts("left", 2),
                        drafts("right", 1),
                        edits(1, output("left", 0), output("left", 1), output("right", 0)))
                .isEmpty();
    }

    @Test
    void takesTwoStagesOfAsManyPicturesInPairs() {
        assertViolations(drafts("left", 3), drafts("right", 3), edits(2, each("left"), each("right")))
                .isEmpty();
    }

    @Test
    void rejectsPairsOfStagesWithDifferentNumbersOfPictures() {
        assertViolations(drafts("left", 3), drafts("right", 2), edits(1, each("left"), each("right")))
                .containsExactly(tuple(
                        "stages[2].inputs[1].stage.each",
                        "NOT_ALLOWED",
                        "each of 2 pictures of right",
                        "a stage with 3 pictures, as many as another input with each has, or an index"));
    }

    @Test
    void countsTheJobsOfAFanOutAgainstTheLimit() {
        assertViolations(drafts("drafts", 128), edits(1, each("drafts"))).isEmpty();
        assertViolations(drafts("drafts", 128), edits(1, each("drafts")), stage("more", "x"))
                .containsExactly(tuple("stages", "TOO_MANY_JOBS", "257 images", "at most 256"));
    }

    @Test
    void namesTheFanOutThatIsOverTheLimitByItself() {
        assertViolations(drafts("drafts", 20), edits(20, each("drafts")))
                .containsExactly(
                        tuple("stages", "TOO_MANY_JOBS", "420 images", "at most 256"),
                        tuple(
                                "stages[1].inputs[0].stage.each",
                                "TOO_MANY_JOBS",
                                "20 pictures times 20 images",
                                "at most 256 in all stages"));
    }

    @Test
    void countsFanOutsOfFanOutsWithoutOverflow() {
        Stage[] stages = new Stage[32];
        stages[0] = drafts("s0", 256);
        for (int i = 1; i < stages.length; i++) {
            stages[i] = stageFrom("s" + i, each("s" + (i - 1)));
            stages[i].setImages(256);
        }

        assertViolations(stages)
                .filteredOn(tuple -> tuple.toList().get(0).equals("stages"))
                .hasSize(1);
    }

    @Test
    void choosesAmongAllPicturesThatAFanOutMakes() {
        Stage last = stageFrom("last", output("edits", 7));
        assertViolations(drafts("drafts", 4), edits(2, each("drafts")), last).isEmpty();

        last.getInputs().get(0).getStage().setIndex(8);
        assertViolations(drafts("drafts", 4), edits(2, each("drafts")), last)
                .containsExactly(tuple("stages[2].inputs[0].stage.index", "NOT_ALLOWED", "8", "0 to 7"));
    }

    @Test
    void tellsAllThatIsWrongWithAGraphAtOnce() {
        assertViolations(
                        drafts("drafts", 0),
                        edits(1, each("nowhere"), output("drafts", 3)),
                        stageFrom("a", each("b")),
                        stageFrom("b", output("a", 0)),
                        stageFrom("last", output("edits", 1)))
                .extracting(
                        tuple -> tuple.toList().get(0) + " " + tuple.toList().get(1))
                .containsExactly(
                        "stages[0].images NOT_ALLOWED",
                        "stages[1].inputs[0].stage.stage UNKNOWN_STAGE",
                        "stages[2].inputs[0].stage.stage CIRCULAR_STAGES",
                        "stages[3].inputs[0].stage.stage CIRCULAR_STAGES",
                        "stages[4].inputs[0].stage.index NOT_ALLOWED");
    }

    @Test
    void rejectsASeedThatAFanOutWouldCountBeyondAllNumbers() {
        Stage edits = edits(2, each("drafts"));
        edits.setSeed(Long.MAX_VALUE - 7);

        assertViolations(drafts("drafts", 4), edits)
                .extracting(tuple -> tuple.toList().get(0))
                .containsExactly("stages[1].seed");
    }

    @Test
    void acceptsThatPicturesWhichAnotherStageTakesAreNotKept() {
        Stage passing = drafts("drafts", 2);
        passing.setKeep(false);

        assertViolations(passing, edits(1, each("drafts"))).isEmpty();
    }

    @Test
    void rejectsPicturesThatNobodyKeepsAndNobodyTakes() {
        Stage passing = edits(1, output("drafts", 0));
        passing.setKeep(false);

        assertViolations(drafts("drafts", 1), passing)
                .containsExactly(
                        tuple("stages[1].keep", "NOT_ALLOWED", "false", "true, or a stage that takes its pictures"));
    }
}
