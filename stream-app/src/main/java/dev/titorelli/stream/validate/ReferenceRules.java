package dev.titorelli.stream.validate;

import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import dev.titorelli.fault.FaultCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules for inputs that are pictures of other stages: the graph that the stages make. */
final class ReferenceRules {

    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Set<String> circular;
    private final Set<String> taken;
    private final StageJobs jobs;
    private final int maxJobs;
    private final Violations violations;

    ReferenceRules(List<Stage> all, StageJobs jobs, int maxJobs, Violations violations) {
        all.forEach(stage -> stages.putIfAbsent(stage.getName(), stage));
        this.circular = StageGraph.circular(all);
        this.taken = all.stream()
                .flatMap(stage -> StageGraph.sources(stage).stream())
                .collect(Collectors.toSet());
        this.jobs = jobs;
        this.maxJobs = maxJobs;
        this.violations = violations;
    }

    /** Checks one input that names a stage. */
    void check(String path, Stage stage, InputImage input) {
        StageOutput output = input.getStage();
        if (!stages.containsKey(output.getStage())) {
            violations.add(path + ".stage", FaultCode.UNKNOWN_STAGE, output.getStage(), "one of " + stages.keySet());
        } else if (circular.contains(stage.getName()) && circular.contains(output.getStage())) {
            violations.add(
                    path + ".stage",
                    FaultCode.CIRCULAR_STAGES,
                    output.getStage(),
                    "a stage that does not wait for this one");
        } else if (!output.getEach()) {
            checkIndex(path + ".index", output.getIndex(), jobs.pictures(input));
        }
    }

    /** A source without a picture is itself at fault, which is told of it. */
    private void checkIndex(String path, int index, long pictures) {
        violations.addUnless(
                pictures == 0 || (index >= 0 && index < pictures),
                path,
                FaultCode.NOT_ALLOWED,
                index,
                "0 to " + (pictures - 1));
    }

    /** Checks that somebody gets the pictures of a stage. */
    void checkUse(String path, Stage stage) {
        violations.addUnless(
                stage.getKeep() || taken.contains(stage.getName()),
                path + ".keep",
                FaultCode.NOT_ALLOWED,
                false,
                "true, or a stage that takes its pictures");
    }

    /** Checks what the inputs of a stage with {@code each} make together: they are taken in pairs, and not too many. */
    void checkFanOut(String path, Stage stage) {
        if (circular.contains(stage.getName())) {
            return;
        }
        long pictures = jobs.sourcePictures(stage);
        List<InputImage> inputs = stage.getInputs();
        for (int n = 0; n < inputs.size(); n++) {
            if (StageGraph.isEach(inputs.get(n)) && isKnown(inputs.get(n))) {
                String each = path + ".inputs[" + n + "].stage.each";
                checkPairs(each, inputs.get(n), pictures);
                checkLimit(each, stage, jobs.pictures(inputs.get(n)));
            }
        }
    }

    private void checkPairs(String path, InputImage input, long pictures) {
        long own = jobs.pictures(input);
        violations.addUnless(
                own == pictures,
                path,
                FaultCode.NOT_ALLOWED,
                "each of " + own + " pictures of " + input.getStage().getStage(),
                "a stage with " + pictures + " pictures, as many as another input with each has, or an index");
    }

    private void checkLimit(String path, Stage stage, long pictures) {
        long fanned = pictures * Math.max(0, stage.getImages());
        boolean isTheFanOut = pictures > 1 && stage.getImages() <= maxJobs;
        violations.addUnless(
                !isTheFanOut || fanned <= maxJobs,
                path,
                FaultCode.TOO_MANY_JOBS,
                pictures + " pictures times " + stage.getImages() + " images",
                "at most " + maxJobs + " in all stages");
    }

    private boolean isKnown(InputImage input) {
        return stages.containsKey(input.getStage().getStage());
    }
}
