package dev.titorelli.standalone.workflow;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageSize;
import dev.titorelli.ModelDefaults;
import dev.titorelli.Stage;
import dev.titorelli.stream.validate.OutputSize;
import dev.titorelli.stream.validate.StageGraph;
import dev.titorelli.stream.validate.StageJobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a valid request comes to: its stages in the order of the file, each with its jobs and its turn.
 *
 * @param stages as many as the request has
 */
public record Plan(List<PlannedStage> stages) {

    /**
     * One stage.
     *
     * @param turn 1 for stages that start at once, else one more than the highest turn among those it waits for
     * @param jobs pictures that it makes
     * @param after names of the stages whose pictures it takes
     * @param size of its pictures; empty when that follows from an input that nobody has seen yet
     * @param steps of each job
     * @param isKept whether its pictures stay after the request has ended
     */
    public record PlannedStage(
            String name,
            String prompt,
            int turn,
            int jobs,
            Set<String> after,
            Optional<ImageSize> size,
            int steps,
            boolean isKept) {}

    public Plan {
        stages = List.copyOf(stages);
    }

    /** The plan of a request that the rules have nothing against. */
    public static Plan of(GenerationRequest request, CatalogueEntry model) {
        Map<String, Integer> turns = turns(request.getStages());
        StageJobs jobs = StageJobs.of(request.getStages());
        ModelDefaults defaults = model.getDefaults();
        return new Plan(request.getStages().stream()
                .map(stage -> new PlannedStage(
                        stage.getName(),
                        stage.getPrompt(),
                        turns.get(stage.getName()),
                        Math.toIntExact(jobs.of(stage)),
                        StageGraph.sources(stage),
                        OutputSize.of(stage, request.getStages(), defaults),
                        stage.getSteps() == null ? defaults.getSteps() : stage.getSteps(),
                        stage.getKeep()))
                .toList());
    }

    /** Jobs of all stages. */
    public int jobs() {
        return stages.stream().mapToInt(PlannedStage::jobs).sum();
    }

    /** A valid request has no circle, so that each round finds some stage. */
    private static Map<String, Integer> turns(List<Stage> stages) {
        Map<String, Integer> turns = new HashMap<>();
        while (turns.size() < stages.size()) {
            for (Stage stage : stages) {
                Set<String> sources = StageGraph.sources(stage);
                if (turns.keySet().containsAll(sources)) {
                    turns.put(
                            stage.getName(),
                            1 + sources.stream().mapToInt(turns::get).max().orElse(0));
                }
            }
        }
        return turns;
    }
}
