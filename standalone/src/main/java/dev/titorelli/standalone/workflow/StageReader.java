package dev.titorelli.standalone.workflow;

import dev.titorelli.Adapter;
import dev.titorelli.ImageSize;
import dev.titorelli.InputImage;
import dev.titorelli.PreviewWish;
import dev.titorelli.Stage;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One stage. What it leaves out, the model's defaults fill in. */
final class StageReader {

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})[xX×]([1-9][0-9]{0,5})");
    private static final Pattern ADAPTER = Pattern.compile("([^:]+)(?::([-+]?[0-9]*\\.?[0-9]+))?");
    private static final String AS_INPUT = "input";

    private final Reading reading;
    private final Variables variables;
    private final InputReader inputs;

    StageReader(Reading reading, Variables variables, InputReader inputs) {
        this.reading = reading;
        this.variables = variables;
        this.inputs = inputs;
    }

    /** The stage; of what is wrong in it, nothing is set. */
    Stage read(String name, Fields fields, Scope scope) {
        MapReading<StageKey> map = new MapReading<>(fields, StageKey.class, scope, reading, variables);
        List<InputImage> given = map.value(StageKey.INPUTS)
                .map(value -> inputs.read(value, map.scope(StageKey.INPUTS)))
                .orElse(List.of());
        Stage stage = Stage.newBuilder()
                .setName(name)
                .setPrompt(prompt(map, fields.mark(), given))
                .setNegativePrompt(map.text(StageKey.NEGATIVE_PROMPT))
                .setInputs(given)
                .build();
        setSize(stage, map);
        setSampling(stage, map);
        setCare(stage, map);
        return stage;
    }

    private static String prompt(MapReading<StageKey> map, Mark stage, List<InputImage> inputs) {
        String text = map.text(StageKey.PROMPT);
        if (text == null) {
            if (!map.has(StageKey.PROMPT)) {
                map.problem(StageKey.PROMPT, stage, "is missing: what to paint");
            }
            return "";
        }
        Mark mark = map.value(StageKey.PROMPT).orElseThrow().mark();
        return PromptText.of(text, inputs, wrong -> map.problem(StageKey.PROMPT, mark, wrong));
    }

    private static void setSize(Stage stage, MapReading<StageKey> map) {
        Optional<ImageSize> size =
                map.parsed(StageKey.SIZE, "WIDTHxHEIGHT in pixels, such as 128x96, or input", StageReader::size);
        if (size != null) {
            stage.setSize(size.orElse(null));
            stage.setUseInputSize(size.isEmpty());
        }
        stage.setMaxInputSizePx(map.count(StageKey.MAX_INPUT_SIZE));
    }

    /** The inner one is empty for the first input's size. */
    private static Optional<Optional<ImageSize>> size(String text) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            return Optional.of(
                    Optional.of(new ImageSize(Integer.valueOf(size.group(1)), Integer.valueOf(size.group(2)))));
        }
        return text.equals(AS_INPUT) ? Optional.of(Optional.empty()) : Optional.empty();
    }

    private static void setSampling(Stage stage, MapReading<StageKey> map) {
        ifSet(map.count(StageKey.IMAGES), stage::setImages);
        stage.setSeed(map.whole(StageKey.SEED));
        stage.setSteps(map.count(StageKey.STEPS));
        stage.setGuidanceScale(map.number(StageKey.GUIDANCE));
        stage.setImageGuidanceScale(map.number(StageKey.IMAGE_GUIDANCE));
        stage.setTimeShift(map.number(StageKey.TIME_SHIFT));
        stage.setStepCaching(map.count(StageKey.STEP_CACHING));
        stage.setAdapter(map.parsed(
                StageKey.ADAPTER, "an adapter's name, or name:scale such as soft:0.8", StageReader::adapter));
    }

    private static Optional<Adapter> adapter(String text) {
        Matcher adapter = ADAPTER.matcher(text);
        return adapter.matches()
                ? Optional.of(new Adapter(
                        adapter.group(1), adapter.group(2) == null ? 1.0 : Double.parseDouble(adapter.group(2))))
                : Optional.empty();
    }

    private static void setCare(Stage stage, MapReading<StageKey> map) {
        ifSet(
                map.count(StageKey.PREVIEWS),
                steps -> stage.setPreview(
                        PreviewWish.newBuilder().setEverySteps(steps).build()));
        stage.setProgressEverySteps(map.count(StageKey.PROGRESS));
        ifSet(map.flag(StageKey.KEEP), stage::setKeep);
        ifSet(map.flag(StageKey.OPTIONAL), stage::setOptional);
        ifSet(map.flag(StageKey.REUSE), stage::setReuse);
        stage.setAttempts(map.count(StageKey.ATTEMPTS));
        Duration timeout = map.duration(StageKey.TIMEOUT);
        stage.setTimeoutMs(timeout == null ? null : timeout.toMillis());
    }

    private static <V> void ifSet(V value, Consumer<V> set) {
        if (value != null) {
            set.accept(value);
        }
    }
}
