package dev.titorelli.stream.plan;

import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resolves the inputs of a stage once the stages before it have finished. Pure. */
public final class StageInputs {

    private StageInputs() {}

    /** What the stages before have made. */
    @FunctionalInterface
    public interface Finished {

        /** A picture of a stage, if that image exists. */
        Optional<ImageObject> picture(String stage, int index);
    }

    /**
     * The input pictures of the jobs that take one source picture, in the order of their tags; empty when one of them does not exist.
     *
     * @param sourcePicture which picture of the stages that are taken with {@code each}, from 0
     */
    public static Optional<List<ImageObject>> of(Stage stage, int sourcePicture, Finished finished) {
        List<ImageObject> inputs = new ArrayList<>();
        for (InputImage input : stage.getInputs()) {
            Optional<ImageObject> found = picture(input, sourcePicture, finished);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            inputs.add(found.get());
        }
        return Optional.of(List.copyOf(inputs));
    }

    private static Optional<ImageObject> picture(InputImage input, int sourcePicture, Finished finished) {
        StageOutput output = input.getStage();
        if (input.getObject() != null || output == null) {
            return Optional.ofNullable(input.getObject());
        }
        return finished.picture(output.getStage(), output.getEach() ? sourcePicture : output.getIndex());
    }
}
