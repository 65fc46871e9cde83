package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.InputImage;
import dev.titorelli.Lane;
import dev.titorelli.PreviewWish;
import dev.titorelli.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RequestOptionsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);
    private static final ImageObject PICTURE = new ImageObject("inputs/local/d", "d", "image/png", 64, 64);

    @TempDir
    private Path folder;

    @Test
    void wishesForPreviewsOfEveryStageThatSaysNothingOfThem() throws Exception {
        GenerationRequest request = request("--prompt", "a red circle", "--preview-steps", "3");
        RequestOptions.wishPreviews(request, 5);

        assertThat(request.getStages().get(0).getPreview()).isEqualTo(new PreviewWish(3, 128));
    }

    @Test
    void wishesForReuseOnlyWhenAsked() throws Exception {
        assertThat(request("--prompt", "a red circle").getStages().get(0).getReuse())
                .isFalse();
        assertThat(request("--prompt", "a red circle", "--reuse")
                        .getStages()
                        .get(0)
                        .getReuse())
                .isTrue();
    }

    @Test
    void takesEveryOptionIntoTheRequest() throws Exception {
        GenerationRequest request = request(
                "--prompt",
                "a red circle",
                "--negative",
                "blur",
                "--size",
                "128x96",
                "--steps",
                "12",
                "--guidance",
                "3.5",
                "--image-guidance",
                "1.2",
                "--seed",
                "-7",
                "--images",
                "3",
                "--id",
                "r1",
                "--tenant",
                "me",
                "--lane",
                "bulk",
                "--model",
                "shapes");

        Stage stage = request.getStages().get(0);
        assertThat(request.getTenant() + "/" + request.getRequestId()).isEqualTo("me/r1");
        assertThat(request.getLane()).isEqualTo(Lane.BULK);
        assertThat(request.getModel()).isEqualTo("shapes");
        assertThat(stage.getPrompt()).isEqualTo("a red circle");
        assertThat(stage.getNegativePrompt()).isEqualTo("blur");
        assertThat(stage.getSize()).isEqualTo(new ImageSize(128, 96));
        assertThat(stage.getSteps()).isEqualTo(12);
        assertThat(stage.getGuidanceScale()).isEqualTo(3.5);
        assertThat(stage.getImageGuidanceScale()).isEqualTo(1.2);
        assertThat(stage.getSeed()).isEqualTo(-7);
        assertThat(stage.getImages()).isEqualTo(3);
    }

    @Test
    void leavesToTheModelWhatIsNotGiven() throws Exception {
        Stage stage = request("--prompt", "a red circle").getStages().get(0);

        assertThat(stage.getSize()).isNull();
        assertThat(stage.getSteps()).isNull();
        assertThat(stage.getSeed()).isNull();
    }

    @Test
    void makesAnIdThatSortsByTime() throws Exception {
        assertThat(request("--prompt", "x").getRequestId()).matches("20260131-120000-[0-9a-f]{8}");
    }

    @Test
    void readsARequestFromAFileAndLetsOptionsNameIt() throws Exception {
        Path file = file("""
                {"requestId": "r1", "stages": [{"prompt": "a red circle", "seed": 5}]}""");

        GenerationRequest request = request("--request", file.toString(), "--tenant", "me");

        assertThat(request.getTenant() + "/" + request.getRequestId()).isEqualTo("me/r1");
        assertThat(request.getStages().get(0).getSeed()).isEqualTo(5);
    }

    @Test
    void namesEveryProblemOfAFileInOneLine() throws Exception {
        Path file = file("""
                {"stages": [{"prompt": 5, "sise": 3}]}""");

        assertThatThrownBy(() -> request("--request", file.toString()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContainingAll(file.toString(), "stages[0].prompt", "stages[0].sise")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesPictureOptionsBesideAFile() throws Exception {
        Path file = file("{}");

        assertThatThrownBy(() -> request("--request", file.toString(), "--steps", "5"))
                .hasMessageContaining("leave those options out");
    }

    @Test
    void appendsInputsToTheFirstStageAndSaysThatItAddedTags() throws Exception {
        RequestOptions options = parsed("--prompt", "make it green");
        GenerationRequest request = options.withoutInputs(CLOCK);

        assertThat(options.addInputs(request, List.of(new InputImage(PICTURE, null, null))))
                .isTrue();

        assertThat(request.getStages().get(0).getPrompt()).isEqualTo("<img><|image_1|></img> make it green");
        assertThat(request.getStages().get(0).getInputs().get(0).getObject()).isEqualTo(PICTURE);
    }

    @Test
    void countsTheInputsThatAFileHasWhenItAddsTags() throws Exception {
        RequestOptions options = parsed(
                "--request",
                file("""
                {"stages": [{"prompt": "side by side", "inputs": [{"uri": "http://example.org/a.png"}]}]}""")
                        .toString());
        GenerationRequest request = options.withoutInputs(CLOCK);

        options.addInputs(request, List.of(new InputImage(PICTURE, null, null)));

        assertThat(request.getStages().get(0).getPrompt())
                .isEqualTo("<img><|image_1|></img> <img><|image_2|></img> side by side");
    }

    @Test
    void refusesATenantThatIsNotAllowed() {
        assertThatThrownBy(() -> request("--prompt", "x", "--tenant", "Me"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("tenant 'Me': allowed is");
    }

    private static GenerationRequest request(String... args) throws IOException {
        return parsed(args).withoutInputs(CLOCK);
    }

    private static RequestOptions parsed(String... args) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(args);
        return holder.options;
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("request.json"), json);
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        RequestOptions options = new RequestOptions();
    }
}
