package dev.titorelli.standalone.cli;

import dev.titorelli.Adapter;
import dev.titorelli.GenerationRequest;
import dev.titorelli.InputImage;
import dev.titorelli.Lane;
import dev.titorelli.PreviewWish;
import dev.titorelli.Stage;
import dev.titorelli.identity.RequestId;
import dev.titorelli.json.RequestJson;
import dev.titorelli.json.RequestJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The request to send: put together from options, or read from a file of JSON. */
final class RequestOptions {

    @Mixin
    PictureOptions picture = new PictureOptions();

    @Option(
            names = "--request",
            paramLabel = "FILE.json",
            description = "A whole request as JSON; --input pictures are appended to its first stage's inputs.")
    Path file;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The request's id, unique within the tenant (default: new).")
    String id;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose request it is (default: local).")
    String tenant;

    @Option(names = "--lane", paramLabel = "LANE", description = "interactive or bulk (default: interactive).")
    String lane;

    @Option(
            names = "--preview-steps",
            paramLabel = "N",
            description = "A small preview every N steps, for each stage that does not wish otherwise.")
    Integer previewSteps;

    @Option(names = "--model", paramLabel = "ALIAS", description = "The model's name (default: the system's).")
    String model;

    @Option(
            names = "--adapter",
            paramLabel = "NAME[:SCALE]",
            converter = AdapterWish.class,
            description = "Adapter of the model, and how strong it is, -10 to 10 (default: none; scale 1 as trained).")
    Adapter adapter;

    @Option(
            names = "--reuse",
            description = "Answer from an equal picture of the tenant when one is stored, for each stage.")
    boolean reuse;

    /** The request without its input pictures, every identity filled in and checked. */
    GenerationRequest withoutInputs(Clock clock) throws IOException {
        requireOneSource();
        GenerationRequest request = file == null ? fromOptions() : fromFile();
        request.setTenant(first(tenant, request.getTenant(), "local"));
        request.setRequestId(first(id, request.getRequestId(), NewRequestId.at(clock)));
        request.setModel(model == null ? request.getModel() : model);
        request.setLane(lane == null ? request.getLane() : laneOf(lane));
        requireIdentity(request);
        if (reuse) {
            request.getStages().forEach(stage -> stage.setReuse(true));
        }
        if (previewSteps != null) {
            wishPreviews(request, previewSteps);
        }
        return request;
    }

    /** Wishes for previews where a stage says nothing of them. */
    static void wishPreviews(GenerationRequest request, int everySteps) {
        request.getStages().stream()
                .filter(stage -> stage.getPreview() == null)
                .forEach(stage -> stage.setPreview(
                        PreviewWish.newBuilder().setEverySteps(everySteps).build()));
    }

    /** Whether the id may have been used before: a new one has not. */
    boolean mayRepeatAnId() {
        return id != null || file != null;
    }

    /** Adds pictures to the first stage, and tags to its prompt when it names none. Says whether it added tags. */
    boolean addInputs(GenerationRequest request, List<InputImage> given) {
        if (given.isEmpty()) {
            return false;
        }
        if (request.getStages().isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "--input: the request has no stage that could take it");
        }
        Stage stage = request.getStages().get(0);
        List<InputImage> inputs = new ArrayList<>(stage.getInputs());
        inputs.addAll(given);
        stage.setInputs(inputs);
        String tagged = PromptTags.complete(stage.getPrompt(), inputs.size());
        boolean added = !tagged.equals(stage.getPrompt());
        stage.setPrompt(tagged);
        return added;
    }

    private void requireOneSource() {
        if ((picture.prompt == null) == (file == null)) {
            throw new CommandFailed(ExitCode.USAGE, "give either --prompt or --request");
        }
        if (file != null && (picture.saysMoreThanInputs() || adapter != null)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--request tells the size, steps, guidance, seed, images, adapter and negative prompt itself: "
                            + "leave those options out");
        }
    }

    private GenerationRequest fromOptions() {
        Stage stage = Stage.newBuilder()
                .setPrompt(picture.prompt)
                .setNegativePrompt(picture.negativePrompt)
                .setSize(picture.size == null ? null : picture.size.pixels().orElse(null))
                .setUseInputSize(picture.size != null && picture.size.isOfInput())
                .setMaxInputSizePx(picture.maxInputSizePx)
                .setSteps(picture.steps)
                .setGuidanceScale(picture.guidanceScale)
                .setImageGuidanceScale(picture.imageGuidanceScale)
                .setUseImageGuidance(picture.useImageGuidance())
                .setTimeShift(picture.timeShift)
                .setAdapter(adapter)
                .setStepCaching(picture.stepCaching)
                .setSeed(picture.seed)
                .setImages(picture.images == null ? 1 : picture.images)
                .build();
        return GenerationRequest.newBuilder()
                .setTenant("")
                .setRequestId("")
                .setStages(List.of(stage))
                .build();
    }

    private GenerationRequest fromFile() throws IOException {
        try {
            return RequestJson.read(GivenFile.text(file), Map.of("tenant", "", "requestId", ""));
        } catch (RequestJsonException e) {
            throw new CommandFailed(ExitCode.USAGE, file + ": " + e.getMessage().replace("\n", "; "), e);
        }
    }

    static Lane laneOf(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "interactive" -> Lane.INTERACTIVE;
            case "bulk" -> Lane.BULK;
            default -> throw new CommandFailed(ExitCode.USAGE, "--lane '" + text + "': expected interactive or bulk");
        };
    }

    private static void requireIdentity(GenerationRequest request) {
        try {
            new RequestId(request.getTenant(), request.getRequestId());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private static String first(String given, String inRequest, String otherwise) {
        if (given != null) {
            return given;
        }
        return inRequest.isEmpty() ? otherwise : inRequest;
    }
}
