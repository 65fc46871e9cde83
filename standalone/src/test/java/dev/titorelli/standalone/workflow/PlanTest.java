package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.workflow.Plan.PlannedStage;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final String DIAMOND =
            """
            stages:
              end: {prompt: "{left} {right}", inputs: [{stage: left}, {stage: right, image: 1}], size: input}
              left: {prompt: "{start}", inputs: {stage: start}, size: 64x96, steps: 7}
              right: {prompt: "{start}", inputs: {stage: start, each: true}, images: 2}
              start: {prompt: x, images: 3}
            """;

    @Test
    void givesEachStageTheTurnAfterThoseItWaitsFor() {
        assertThat(Shapes.plan(DIAMOND).stages()).extracting(PlannedStage::turn).containsExactly(3, 2, 2, 1);
    }

    @Test
    void countsJobsOnceForEachSourcePicture() {
        assertThat(Shapes.plan(DIAMOND).stages()).extracting(PlannedStage::jobs).containsExactly(1, 1, 6, 3);
        assertThat(Shapes.plan(DIAMOND).jobs()).isEqualTo(11);
    }

    @Test
    void isPrintedInTheOrderOfTurns() {
        assertThat(PlanText.lines("A diamond", "shapes", Shapes.plan(DIAMOND)))
                .containsExactly(
                        "A diamond: 4 stages, 11 jobs, for model shapes",
                        "turn  stage  starts             jobs  size     steps  prompt",
                        "1     start  at once            3     128x128  20     x",
                        "2     left   after start        1     64x96    7      {1}",
                        "2     right  after start        6     128x128  20     {1}",
                        "3     end    after left, right  1     64x96    20     {1} {2}");
    }

    @Test
    void saysThatASizeIsNotKnownYet() {
        Plan plan =
                Shapes.plan("stages: {a: {prompt: '{1}', inputs: {uri: 'https://example.org/a.png'}, size: input}}");

        assertThat(PlanText.lines("t", "shapes", plan).get(2)).contains("as its input");
    }
}
