package dev.titorelli.worker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.worker.conformance.GoldenResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The comparisons with the shipped golden data, and what they say about data with a fault. */
class ConformanceTest {
    private static final String MODEL = "omnigen";
    private static final Set<String> SCHEDULER = Set.of("scheduler.safetensors");

    /** Data of our own beside the reference's: tests of their own compare them. */
    private static final List<String> WITHOUT_COMPARISON = List.of("files/(uneven|rope)\\..*", "models/uneven");

    private static ConformanceReport given;

    @TempDir
    private Path folder;

    private static synchronized ConformanceReport given() throws IOException {
        if (given == null) {
            given = Conformance.check(Goldens.ROOT);
        }
        return given;
    }

    @TestFactory
    Stream<DynamicTest> givesTheReferencesNumbers() throws IOException {
        ConformanceReport report = given();
        Stream<DynamicTest> cases = report.rows().stream()
                .filter(row -> row.worst().verdict() != Verdict.UNKNOWN)
                .map(row -> DynamicTest.dynamicTest(
                        row.worst().group() + " " + row.worst().caseName(),
                        () -> assertThat(row.worst().verdict())
                                .as(row.worst().toString())
                                .isNotEqualTo(Verdict.FAIL)));
        return Stream.concat(
                cases,
                Stream.of(
                        DynamicTest.dynamicTest("every file is compared", () -> comparesEveryFile(report)),
                        DynamicTest.dynamicTest("nothing else lacks a comparison", () -> namesTheRest(report))));
    }

    private static void comparesEveryFile(ConformanceReport report) throws IOException {
        assertThat(report.results().stream()
                        .filter(result -> result.verdict() == Verdict.PASS)
                        .map(GoldenResult::group)
                        .distinct())
                .containsAll(GoldenData.open(Goldens.ROOT).fileNames().stream()
                        .map(file -> file.replaceFirst("\\..*", ""))
                        .toList());
        assertThat(report.passes(true)).isTrue();
        assertThat(report.passes(false)).isFalse();
    }

    private static void namesTheRest(ConformanceReport report) {
        List<String> unknown = report.results().stream()
                .filter(result -> result.verdict() == Verdict.UNKNOWN)
                .map(result -> result.group() + "/" + result.tensor())
                .toList();
        assertThat(unknown).allMatch(name -> WITHOUT_COMPARISON.stream().anyMatch(name::matches));
        assertThat(WITHOUT_COMPARISON).allMatch(pattern -> unknown.stream().anyMatch(name -> name.matches(pattern)));
    }

    @Test
    void passesDataThatItKnowsAllOf() throws IOException {
        ConformanceReport report = Conformance.check(scheduler().root());

        assertThat(report.passes(false)).as(report.toString()).isTrue();
    }

    @Test
    void namesGroupAndCaseOfAChangedNumber() throws IOException {
        GoldenCopy copy = scheduler();
        copy.change("scheduler", "steps4.shift3", 0.01f);

        ConformanceReport report = Conformance.check(copy.root());

        assertThat(report.passes(true)).isFalse();
        assertThat(found(report, Verdict.FAIL)).singleElement().satisfies(result -> {
            assertThat(result.group()).isEqualTo("scheduler");
            assertThat(result.caseName()).isEqualTo("steps4.shift3");
            assertThat(result.difference()).isBetween(0.0099, 0.0101);
        });
    }

    /** Other data of this layout have names of their own. */
    @Test
    void dependsOnNoNameOfTheData() throws IOException {
        GoldenCopy copy = GoldenCopy.whole(folder);
        Map<String, String> names = Map.of(
                "gqa", "grouped",
                "omnigen", "tiny",
                "sharded", "parts",
                "one_image", "portrait",
                "text_", "words_",
                "multires", "mixed",
                "edit", "change",
                "adamw", "steps_of_adamw",
                "a.png", "zebra.png",
                "\"a@", "\"zebra@");
        copy.rename(text -> {
            String renamed = text.replace(":a@", ":zebra@").replace("resize.a.", "resize.zebra.");
            for (Map.Entry<String, String> name : names.entrySet()) {
                renamed = renamed.replace(name.getKey(), name.getValue());
            }
            return renamed;
        });

        ConformanceReport report = Conformance.check(copy.root());

        assertThat(found(report, Verdict.FAIL)).isEmpty();
        assertThat(report.count(Verdict.PASS)).isEqualTo(given().count(Verdict.PASS));
    }

    /** The place is the last of a tensor or a number of a case; each group has one. */
    @Test
    void failsEachChangedNumberByItsName() throws IOException {
        GoldenCopy copy = GoldenCopy.whole(folder);
        Map<String, String> changed = Map.of(
                "vae", "dec10x14.image",
                "embed", "rope.cos",
                "forward", "two_images.velocity",
                "cfg", "one_image.guided",
                "sample", "text_only.steps4.z",
                "kvcache", "layer0.k",
                "lora", "velocity_merged",
                "train", "lora.grad.base_model.model.llm.layers.3.self_attn.o_proj.lora_B.default.weight");
        for (Map.Entry<String, String> tensor : changed.entrySet()) {
            copy.change(tensor.getKey(), tensor.getValue(), 0.01f);
        }
        copy.change("processor", "text_only.joint.attention_mask", 1); // bytes of the padding
        copy.changeCase("train:adamw", said -> said.putArray("losses").add(3.0));
        copy.changeCase("train:edit", said -> said.withArray("weights").removeAll());
        copy.changeCase(
                "image:c@128", said -> said.putArray("result_wh").add(16).add(32));

        List<GoldenResult> failed = found(Conformance.check(copy.root()), Verdict.FAIL);

        List<String> expected = new ArrayList<>(changed.values());
        expected.addAll(List.of("adamw loss 1", "result_wh", "text_only.joint.attention_mask"));
        assertThat(failed.stream().map(GoldenResult::tensor).distinct()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void failsPromptsThatAreNone() throws IOException {
        GoldenCopy copy = GoldenCopy.of(folder, Set.of("tokenizer.json"), MODEL);
        Files.writeString(copy.expected("tokenizer.json"), "{\"prompts\": []}");

        assertThat(found(Conformance.check(copy.root()), Verdict.FAIL))
                .extracting(GoldenResult::note)
                .containsExactly("tokenizer.json: no list 'prompts'");
    }

    @Test
    void namesAPictureThatIsMissing() throws IOException {
        GoldenCopy copy = GoldenCopy.of(folder, Set.of("images.safetensors"), MODEL);

        assertThat(found(Conformance.check(copy.root()), Verdict.FAIL))
                .extracting(GoldenResult::note)
                .contains("the manifest has no case image:b@128 with a file");
    }

    @Test
    void failsANumberThatIsNone() throws IOException {
        GoldenCopy copy = scheduler();
        copy.change("scheduler", "steps4.shift3", Float.NaN);

        assertThat(Conformance.check(copy.root()).passes(true)).isFalse();
    }

    @Test
    void failsUnknownDataUnlessTheyAreAllowed() throws IOException {
        GoldenCopy copy = scheduler();
        Files.copy(copy.expected("scheduler.safetensors"), copy.expected("novel.safetensors"));
        copy.announce("novel.safetensors");
        copy.addCase("novel:case");
        Files.writeString(copy.expected("stray.txt"), "nobody names this");
        Files.createDirectories(copy.root().resolve("models/stray"));

        ConformanceReport report = Conformance.check(copy.root());

        assertUnknown(report).containsExactlyInAnyOrder("novel.safetensors", "novel:case", "stray.txt", "stray");
        assertThat(report.passes(false)).isFalse();
        assertThat(report.passes(true)).isTrue();
    }

    @Test
    void namesAFileThatIsMissing() throws IOException {
        GoldenCopy copy = scheduler();
        copy.announce("embed.safetensors");
        copy.announce("novel.safetensors");

        ConformanceReport report = Conformance.check(copy.root());

        assertThat(report.passes(true)).isFalse();
        assertThat(found(report, Verdict.FAIL))
                .extracting(GoldenResult::note)
                .containsExactly(
                        "the file expected/embed.safetensors is missing",
                        "the file expected/novel.safetensors is missing");
    }

    @Test
    void namesATensorThatTheManifestDoesNotHave() throws IOException {
        GoldenCopy copy = scheduler();
        copy.forget("scheduler", "steps4.shift3");

        assertThat(found(Conformance.check(copy.root()), Verdict.FAIL))
                .extracting(GoldenResult::tensor)
                .containsExactly("steps4.shift3");
    }

    @Test
    void goesOnAfterAFileThatIsBroken() throws IOException {
        GoldenCopy copy = scheduler();
        copy.announce("rng.safetensors");
        Files.writeString(copy.expected("rng.safetensors"), "broken");

        ConformanceReport report = Conformance.check(copy.root());

        assertThat(report.count(Verdict.PASS)).isPositive();
        assertThat(found(report, Verdict.FAIL)).singleElement().satisfies(result -> assertThat(result.note())
                .contains("rng.safetensors: not a whole safetensors file"));
    }

    @Test
    void needsAManifest() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Conformance.check(folder))
                .withMessageContaining("manifest.json is missing");
    }

    @Test
    void needsAWholeModel() throws IOException {
        GoldenCopy copy = GoldenCopy.of(folder, SCHEDULER, "gqa-long");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Conformance.check(copy.root()))
                .withMessageContaining("no folder of models/ has config.json, tokenizer.json and vae/");
    }

    private GoldenCopy scheduler() throws IOException {
        return GoldenCopy.of(folder, SCHEDULER, MODEL);
    }

    private static List<GoldenResult> found(ConformanceReport report, Verdict verdict) {
        return report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .toList();
    }

    private static ListAssert<String> assertUnknown(ConformanceReport report) {
        return assertThat(found(report, Verdict.UNKNOWN).stream()
                .map(GoldenResult::tensor)
                .toList());
    }
}
