package dev.titorelli.standalone.demo;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A task as a request, its input pictures stored.
 *
 * @param inputs the pictures that it was given, for the contact sheet
 */
record SentTask(GenerationRequest body, List<DemoPicture> inputs) {

    /** @param results of the tasks whose pictures this one needs */
    static SentTask of(DemoTask task, StoredPictures pictures, Map<String, DemoResult> results) throws IOException {
        List<DemoPicture> inputs = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        for (DemoStage stage : task.stages()) {
            List<InputImage> images = new ArrayList<>();
            for (DemoInput input : stage.inputs()) {
                images.add(image(input, pictures, results, inputs));
            }
            stages.add(Stage.newBuilder()
                    .setName(stage.name())
                    .setPrompt(stage.prompt())
                    .setSize(stage.size())
                    .setSeed(stage.seed())
                    .setSteps(stage.steps())
                    .setInputs(images)
                    .build());
        }
        GenerationRequest body = GenerationRequest.newBuilder()
                .setTenant(DemoRun.TENANT)
                .setRequestId(task.name())
                .setStages(stages)
                .build();
        return new SentTask(body, inputs);
    }

    private static InputImage image(
            DemoInput input, StoredPictures pictures, Map<String, DemoResult> results, List<DemoPicture> inputs)
            throws IOException {
        if (input instanceof DemoInput.EarlierStage earlier) {
            return new InputImage(null, new StageOutput(earlier.stage(), 0, false), null);
        }
        DemoPicture picture = input instanceof DemoInput.Given given
                ? stored(given, pictures)
                : lastOf(results.get(((DemoInput.ResultOf) input).task()));
        inputs.add(picture);
        return new InputImage(picture.object(), null, null);
    }

    private static DemoPicture stored(DemoInput.Given given, StoredPictures pictures) throws IOException {
        byte[] file = Files.readAllBytes(given.file());
        try {
            ImageObject object = pictures.store(DemoRun.TENANT, file);
            String name = given.file().getFileName().toString();
            return new DemoPicture(name, "given: " + name, object, file);
        } catch (UnreadablePictureException e) {
            throw new IOException(given.file() + ": " + e.getMessage(), e);
        }
    }

    private static DemoPicture lastOf(DemoResult result) {
        DemoPicture last = result.pictures().get(result.pictures().size() - 1);
        return new DemoPicture(last.name(), "from " + result.task().name(), last.object(), last.file());
    }
}
