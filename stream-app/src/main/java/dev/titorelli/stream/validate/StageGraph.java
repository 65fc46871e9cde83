package dev.titorelli.stream.validate;

import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which stages take pictures from which. */
public final class StageGraph {

    private StageGraph() {}

    /** Names of the stages that a stage takes input from. */
    public static Set<String> sources(Stage stage) {
        return stage.getInputs().stream()
                .filter(input -> input.getStage() != null)
                .map(StageGraph::source)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether an input stands for every picture of a stage, one at a time. */
    public static boolean isEach(InputImage input) {
        return input.getStage() != null && input.getStage().getEach();
    }

    /** Names of the stages that can never start, because they wait for each other. */
    static Set<String> circular(Collection<Stage> stages) {
        if (stages.stream().allMatch(stage -> stage.getInputs().isEmpty())) {
            return Set.of(); // Most requests: nothing has to be set up to see it.
        }
        Map<String, Set<String>> waiting = new HashMap<>();
        stages.forEach(stage -> waiting.put(stage.getName(), new HashSet<>(sources(stage))));
        waiting.values().forEach(sources -> sources.retainAll(waiting.keySet()));
        boolean moved = true;
        while (moved) {
            Set<String> free = waiting.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            moved = !free.isEmpty();
            waiting.keySet().removeAll(free);
            waiting.values().forEach(sources -> sources.removeAll(free));
        }
        return waiting.keySet();
    }

    private static String source(InputImage input) {
        return input.getStage().getStage();
    }
}
