package dev.titorelli.standalone.demo;

import java.util.List;

/**
 * One request of the demonstration.
 *
 * @param name its request id, unique within the plan
 * @param title what it shows
 */
record DemoTask(String name, String title, List<DemoStage> stages) {

    DemoTask {
        stages = List.copyOf(stages);
    }

    /** The requests whose pictures this one needs. */
    List<String> needs() {
        return stages.stream()
                .flatMap(stage -> stage.inputs().stream())
                .filter(DemoInput.ResultOf.class::isInstance)
                .map(input -> ((DemoInput.ResultOf) input).task())
                .distinct()
                .toList();
    }
}
