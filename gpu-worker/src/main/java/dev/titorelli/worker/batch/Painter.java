package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.ModelSizes;
import java.util.List;

/** What the device loop needs of a model. Used by the device thread alone, but for what says otherwise. */
public interface Painter {

    /** What the model is and can do. Any thread. */
    ModelDescription description();

    /** What memory and arithmetic follow from. */
    ModelSizes sizes();

    /**
     * What a job's memory follows from, before its input pictures are there. Any thread.
     *
     * @throws ConditioningException when its prompt and pictures don't fit each other
     */
    JobSize size(Job job);

    /**
     * Begins a job's picture; what the device has to do for it is told and done by the result. Exceptions are classified by {@link Fault}.
     *
     * @param inputs the job's input pictures in order
     */
    Painting start(Job job, List<RgbImage> inputs);

    /** Begins one denoising step of each of these, in one batch. They must stay open until it is ended or closed. */
    PaintedStep beginStep(List<Painting> paintings);

    /** Keeps at most so many bytes of prefixes for pictures to come from now on, or fewer. Any thread. */
    void keepPrefixes(long maxBytes);

    /** How the kept prefixes do. Any thread. */
    KeptPrefixes keptPrefixes();

    /** Gives up what is kept for pictures to come, for want of device memory. */
    void freeMemory();

    /** The words of a prompt that the model does not know, in order. Any thread. */
    List<String> unknownWords(String prompt);
}
