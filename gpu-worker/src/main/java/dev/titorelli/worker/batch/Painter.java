package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.worker.adapter.AdapterHold;
import dev.titorelli.worker.adapter.AdapterUnusableException;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.ModelSizes;
import java.util.List;
import java.util.Set;

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
     * What steps cost here, by bucket and rows, as far as it can be measured in time or an earlier start has kept it. Before the first picture.
     */
    default List<MeasuredStep> measured(MeasureWish wish) {
        return List.of();
    }

    /**
     * Loads what a job names beside the model, its adapter, and keeps it loaded. Beside the device: may wait for the store.
     *
     * @throws AdapterUnusableException when it can't be applied
     */
    default AdapterHold hold(Job job, ObjectStore store) {
        return AdapterHold.NONE;
    }

    /** The names of the loaded adapters, as alias/adapter. Any thread. */
    default List<String> adapters() {
        return List.of();
    }

    /**
     * Begins a job's picture; what the device has to do for it is told and done by the result. Exceptions are classified by {@link Fault}.
     *
     * @param inputs the job's input pictures in order; what it names beside the model is held
     */
    Painting start(Job job, List<RgbImage> inputs);

    /**
     * Begins one denoising step of each of these, in one batch; its end makes the skipped ones right behind it too. They must stay open until
     * it is ended or closed.
     */
    PaintedStep beginStep(List<Painting> paintings);

    /** Keeps at most so many bytes of prefixes and adapters for pictures to come from now on, or fewer. Any thread. */
    void keepPrefixes(long maxBytes);

    /**
     * As {@link #keepPrefixes(long)}, beside the memory that held jobs have: this stays for others to find until it is named no more.
     *
     * @param held the memory that {@link MemoryUse} was told of and that counts for held jobs
     */
    default void keepPrefixes(long maxBytes, Set<String> held) {
        keepPrefixes(maxBytes);
    }

    /** Sets who is told, on any thread, of the memory that jobs have and others may have too. */
    default void whenUsed(MemoryUse use) {}

    /** How the kept prefixes do. Any thread. */
    KeptPrefixes keptPrefixes();

    /** Native arrays that the process holds now, weights and kept prefixes among them; 0 for one that has none. Any thread. */
    default long nativeArrays() {
        return 0;
    }

    /** Gives up what is kept for pictures to come, for want of device memory. */
    void freeMemory();

    /** The words of a prompt that the model does not know, in order. Any thread. */
    List<String> unknownWords(String prompt);
}
