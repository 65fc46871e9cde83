package dev.titorelli.stream;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Requests that read as sentences: {@code aRequest().withImages(5).build()}. */
public final class RequestFixture {

    public static final String TENANT = "acme";
    public static final String DIGEST = "ab".repeat(32);

    private final GenerationRequest request = GenerationRequest.newBuilder()
            .setTenant(TENANT)
            .setRequestId("r1")
            .setStages(new ArrayList<>())
            .build();

    private RequestFixture() {}

    /** One stage named image with one image. */
    public static RequestFixture aRequest() {
        return new RequestFixture().withStage(stage("image", "a heath landscape"));
    }

    public static RequestFixture aRequestWithoutStages() {
        return new RequestFixture();
    }

    public static Stage stage(String name, String prompt) {
        return Stage.newBuilder().setName(name).setPrompt(prompt).build();
    }

    /** A stage that paints from pictures of other stages. */
    public static Stage stageFrom(String name, StageOutput... sources) {
        Stage stage = stage(name, "");
        StringBuilder prompt = new StringBuilder("mix");
        for (int i = 0; i < sources.length; i++) {
            prompt.append(" <img><|image_").append(i + 1).append("|></img>");
            stage.getInputs().add(InputImage.newBuilder().setStage(sources[i]).build());
        }
        stage.setPrompt(prompt.toString());
        return stage;
    }

    public static StageOutput output(String stage, int index) {
        return new StageOutput(stage, index, false);
    }

    /** Every picture of a stage, one at a time. */
    public static StageOutput each(String stage) {
        return new StageOutput(stage, 0, true);
    }

    public static InputImage storedInput(int widthPx, int heightPx) {
        return InputImage.newBuilder()
                .setObject(new ImageObject("inputs/" + TENANT + "/" + DIGEST, DIGEST, "image/png", widthPx, heightPx))
                .build();
    }

    public RequestFixture called(String requestId) {
        request.setRequestId(requestId);
        return this;
    }

    public RequestFixture ofTenant(String tenant) {
        request.setTenant(tenant);
        return this;
    }

    public RequestFixture withStage(Stage stage) {
        request.getStages().add(stage);
        return this;
    }

    public RequestFixture withImages(int images) {
        return with(stage -> stage.setImages(images));
    }

    public RequestFixture withSeed(long seed) {
        return with(stage -> stage.setSeed(seed));
    }

    public RequestFixture withPrompt(String prompt) {
        return with(stage -> stage.setPrompt(prompt));
    }

    public RequestFixture withSize(int widthPx, int heightPx) {
        return with(stage -> stage.setSize(new ImageSize(widthPx, heightPx)));
    }

    public RequestFixture withInputs(InputImage... inputs) {
        return with(stage -> stage.setInputs(List.of(inputs)));
    }

    /** Changes the first stage. */
    public RequestFixture with(Consumer<Stage> change) {
        change.accept(request.getStages().get(0));
        return this;
    }

    public RequestFixture withDeadline(Instant deadline) {
        request.setDeadline(deadline);
        return this;
    }

    public RequestFixture inBatch(String label) {
        request.setBatch(label);
        return this;
    }

    public RequestFixture ofModel(String alias) {
        request.setModel(alias);
        return this;
    }

    public GenerationRequest build() {
        return request;
    }
}
