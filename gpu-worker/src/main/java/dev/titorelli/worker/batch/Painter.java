package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.worker.image.RgbImage;
import java.util.List;

/** What the device loop needs of a model. Used by the device thread alone, but for {@link #description()}. */
public interface Painter {

    /** What the model is and can do. */
    ModelDescription description();

    /**
     * Starts a job's picture: everything before the first step. Exceptions are classified by {@link Fault}.
     *
     * @param inputs the job's input pictures in order
     */
    Painting start(Job job, List<RgbImage> inputs);

    /** The words of a prompt that the model does not know, in order. */
    List<String> unknownWords(String prompt);
}
