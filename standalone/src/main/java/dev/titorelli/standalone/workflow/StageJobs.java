package dev.titorelli.standalone.workflow;

import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import java.util.List;

/** Jobs of a stage: its images, once for each picture of a stage that it takes with {@code each}. */
record StageJobs(List<Stage> stages) {

    static StageJobs of(List<Stage> stages) {
        return new StageJobs(stages);
    }

    long of(Stage stage) {
        return stage.getImages()
                * stage.getInputs().stream()
                        .filter(input ->
                                input.getStage() != null && input.getStage().getEach())
                        .mapToLong(this::pictures)
                        .max()
                        .orElse(1);
    }

    private long pictures(InputImage input) {
        return stages.stream()
                .filter(stage -> stage.getName().equals(input.getStage().getStage()))
                .mapToLong(this::of)
                .findFirst()
                .orElse(1);
    }
}
