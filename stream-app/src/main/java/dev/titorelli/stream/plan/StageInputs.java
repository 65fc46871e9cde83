package dev.titorelli.stream.plan;

import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import java.util.List;
import java.util.function.Function;

/** Resolves the inputs of a stage once the stages before it have finished. */
public final class StageInputs {

    private StageInputs() {}

    /** The input pictures of a stage, in the order of their tags; pictures of other stages are looked up. */
    public static List<ImageObject> of(Stage stage, Function<StageOutput, ImageObject> finished) {
        return stage.getInputs().stream().map(input -> picture(input, finished)).toList();
    }

    private static ImageObject picture(InputImage input, Function<StageOutput, ImageObject> finished) {
        return input.getObject() != null ? input.getObject() : finished.apply(input.getStage());
    }
}
