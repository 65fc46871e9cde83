package dev.titorelli.standalone;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageSize;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Requests that are small enough to paint many of them in a test. */
final class Requests {

    static final String TENANT = "system-test";

    private Requests() {}

    /** An identity that no other test has. */
    static GenerationRequest of(Stage... stages) {
        return GenerationRequest.newBuilder()
                .setTenant(TENANT)
                .setRequestId("r-" + UUID.randomUUID())
                .setModel("shapes")
                .setStages(Arrays.asList(stages))
                .build();
    }

    /** One picture of 64 by 64 pixels in three steps. */
    static Stage.Builder circle() {
        return Stage.newBuilder()
                .setPrompt("a red circle on a white background")
                .setSize(new ImageSize(64, 64))
                .setSteps(3)
                .setSeed(7L);
    }

    /** A picture made from that of another stage. */
    static Stage.Builder recoloured(String stage) {
        InputImage input = InputImage.newBuilder()
                .setStage(StageOutput.newBuilder().setStage(stage).build())
                .build();
        return Stage.newBuilder()
                .setName("recoloured")
                .setPrompt("<img><|image_1|></img> make the circle green")
                .setInputs(List.of(input))
                .setSize(new ImageSize(64, 64))
                .setSteps(3)
                .setSeed(8L);
    }

    /** One that takes tens of seconds when nobody stops it. */
    static Stage.Builder slow() {
        return circle().setSize(new ImageSize(256, 256)).setSteps(500);
    }
}
