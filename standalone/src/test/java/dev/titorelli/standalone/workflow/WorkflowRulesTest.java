package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.uri.UriAllowList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkflowRulesTest {

    private static List<String> problems(String yaml) {
        return problems(yaml, Shapes.RULES);
    }

    private static List<String> problems(String yaml, WorkflowRules rules) {
        return rules.problems(Shapes.read(yaml), Shapes.NOW).stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void hasNothingAgainstAValidWorkflow() {
        assertThat(problems("stages: {a: {prompt: x, images: 4}, b: {prompt: '{a}', inputs: {stage: a, each: true}}}"))
                .isEmpty();
    }

    @Test
    void tellsEachRuleAtTheFieldsPlace() {
        assertThat(
                        problems(
                                """
                                model: other
                                stages:
                                  draw:
                                    prompt: x
                                    size: 1024x60
                                    steps: 0
                                    adapter: soft
                                """))
                .containsExactly(
                        "1:8: model: UNKNOWN_MODEL; found other; allowed: one of [shapes]",
                        "6:12: stage draw, steps: NOT_ALLOWED; found 0; allowed: 1 and above");
        assertThat(problems("stages:\n  draw:\n    prompt: x\n    size: 1024x60\n    adapter: soft\n"))
                .containsExactly(
                        "4:11: stage draw, size: SIZE_TOO_LARGE; found 1024; allowed: at most 256",
                        "4:11: stage draw, size: SIZE_NOT_MULTIPLE; found 60; allowed: a multiple of 16",
                        "5:14: stage draw, adapter: UNKNOWN_ADAPTER; found soft; allowed: null: the model has no"
                                + " adapters");
    }

    @Test
    void tellsDanglingAndCircularStages() {
        assertThat(
                        problems(
                                """
                                stages:
                                  a: {prompt: "{b}", inputs: {stage: b}}
                                  b: {prompt: "{a}", inputs: {stage: a}}
                                  c: {prompt: "{d}", inputs: {stage: d}}
                                """))
                .containsExactly(
                        "2:38: stage a, input 1, stage: CIRCULAR_STAGES; found b; allowed: a stage that does not wait"
                                + " for this one",
                        "3:38: stage b, input 1, stage: CIRCULAR_STAGES; found a; allowed: a stage that does not wait"
                                + " for this one",
                        "4:38: stage c, input 1, stage: UNKNOWN_STAGE; found d; allowed: one of [a, b, c]");
    }

    @Test
    void tellsAnImageThatTheStageDoesNotMake() {
        assertThat(problems(
                        "stages:\n  a: {prompt: x, images: 4}\n  b: {prompt: '{a}', inputs: {stage: a, image: 4}}\n"))
                .containsExactly("3:48: stage b, input 1, image: NOT_ALLOWED; found 4; allowed: 0 to 3");
    }

    @Test
    void tellsAnInputThatThePromptDoesNotName() {
        assertThat(problems("stages:\n  a: {prompt: x}\n  b: {prompt: y, inputs: {stage: a}}\n"))
                .containsExactly(
                        "3:26: stage b, input 1: UNUSED_INPUT; the prompt does not name this picture: write {n}, the"
                                + " first is {1}");
    }

    @Test
    void countsTheJobsOfFanOuts() {
        String yaml =
                """
                stages:
                  a: {prompt: x, images: 20}
                  b: {prompt: "{a}", images: 20, inputs: {stage: a, each: true}}
                """;

        assertThat(problems(yaml)).isNotEmpty().allMatch(problem -> problem.contains("TOO_MANY_JOBS"));
    }

    @Test
    void staysSilentAboutWhatFollowsFromTheFilesOwnFaults() {
        assertThat(
                        problems(
                                """
                                stages:
                                  a: {prompt: 5, size: big, images: four}
                                  b: {prompt: "{1} {2}", inputs: [{stage: a, image: 3}, {}]}
                                  c: {prompt: "{2}", inputs: {stage: a}}
                                """))
                .isEmpty();
    }

    @Test
    void leavesAddressesToTheSystemWhereItAloneKnowsThem() {
        String yaml = "stages:\n  a: {prompt: '{1}', inputs: {uri: 'https://example.org/a.png'}}\n";
        WorkflowRules knowing = new WorkflowRules(
                RequestLimits.DEFAULTS, new TreeMap<>(Map.of("shapes", Shapes.MODEL)), UriAllowList.NONE);

        assertThat(problems(yaml)).isEmpty();
        assertThat(problems(yaml, knowing))
                .singleElement()
                .asString()
                .startsWith("2:36: stage a, input 1, uri: URI_NOT_ALLOWED");
    }
}
