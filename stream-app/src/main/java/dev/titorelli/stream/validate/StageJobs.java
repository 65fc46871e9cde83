package dev.titorelli.stream.validate;

import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many jobs each stage of a request has: its images, once for each picture of a stage before that it takes with {@code each}. Known
 * before anything is painted. Pure; for one thread.
 *
 * <p>Job {@code picture * images + image} of a stage is that image of that source picture.
 */
public final class StageJobs {

    /** More than any limit; fan-outs of fan-outs stop counting here instead of overflowing. */
    private static final long MANY = 1_000_000_000L;

    private final Map<String, Stage> stages = new HashMap<>();
    private final Set<String> circular;
    private final Map<String, Long> jobs = new HashMap<>();

    private StageJobs(Collection<Stage> all) {
        all.forEach(stage -> stages.putIfAbsent(stage.getName(), stage));
        circular = new HashSet<>(StageGraph.circular(all));
    }

    /** The jobs of a request's stages, valid or not. */
    public static StageJobs of(Collection<Stage> stages) {
        return new StageJobs(stages);
    }

    /** Jobs of a stage; 0 when its own number of images is not allowed. */
    public long of(Stage stage) {
        return Math.min(MANY, Math.max(0, stage.getImages()) * sourcePictures(stage));
    }

    /** How many pictures the stage takes one by one: those of its inputs with {@code each}; 1 without. */
    public long sourcePictures(Stage stage) {
        if (circular.contains(stage.getName())) {
            return 1;
        }
        return stage.getInputs().stream()
                .filter(StageGraph::isEach)
                .mapToLong(this::pictures)
                .max()
                .orElse(1);
    }

    /** Pictures of the stage that an input takes pictures from; 1 when there is no such stage. */
    long pictures(InputImage input) {
        Stage source = stages.get(input.getStage().getStage());
        if (source == null) {
            return 1;
        }
        Long known = jobs.get(source.getName());
        if (known == null) {
            known = of(source);
            jobs.put(source.getName(), known);
        }
        return known;
    }
}
