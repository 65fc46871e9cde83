package dev.titorelli.standalone.workflow;

import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.StageOutput;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Items;
import dev.titorelli.uri.InputUri;
import dev.titorelli.uri.UriRefusedException;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The inputs of a stage. */
final class InputReader {

    private static final String FORM = "one of stage, file and uri, such as {stage: draw} or {file: photo.png}";

    private final Reading reading;
    private final Variables variables;
    private final InputFiles files;

    InputReader(Reading reading, Variables variables, InputFiles files) {
        this.reading = reading;
        this.variables = variables;
        this.files = files;
    }

    /** A list of inputs, or a single one. */
    List<InputImage> read(YamlValue value, Scope scope) {
        List<YamlValue> given = value instanceof Items items ? items.values() : List.of(value);
        List<InputImage> inputs = new ArrayList<>();
        for (YamlValue one : given) {
            int index = inputs.size();
            Scope inner = new Scope(
                    scope.path() + "[" + index + "]", scope.words().replaceFirst("inputs$", "input " + (index + 1)));
            reading.marks().put(inner.path(), one.mark(), inner.words());
            inputs.add(input(one, inner));
        }
        return inputs;
    }

    private InputImage input(YamlValue value, Scope scope) {
        InputImage input = new InputImage(null, null, null);
        if (!(value instanceof Fields fields)) {
            reading.problem(
                    value.mark(), scope.path(), scope.words() + ": expected " + FORM + ", found " + value.shown());
            return input;
        }
        MapReading<InputKey> map = new MapReading<>(fields, InputKey.class, scope, reading, variables);
        long sources = Stream.of(InputKey.STAGE, InputKey.FILE, InputKey.URI)
                .filter(map::has)
                .count();
        if (sources != 1) {
            reading.problem(
                    value.mark(),
                    scope.path(),
                    scope.words() + ": expected " + FORM + ", found " + sources + " of them");
        }
        input.setStage(output(map));
        input.setObject(picture(map));
        input.setUri(address(map));
        return input;
    }

    private StageOutput output(MapReading<InputKey> map) {
        for (InputKey key : List.of(InputKey.IMAGE, InputKey.EACH)) {
            if (map.has(key) && !map.has(InputKey.STAGE)) {
                map.problem(key, map.value(key).orElseThrow().mark(), "only a stage has several images");
            }
        }
        String stage = map.text(InputKey.STAGE);
        Integer image = map.count(InputKey.IMAGE);
        boolean each = Boolean.TRUE.equals(map.flag(InputKey.EACH));
        if (each && image != null) {
            map.problem(InputKey.IMAGE, map.value(InputKey.IMAGE).orElseThrow().mark(), "either image or each: true");
        }
        return stage == null ? null : new StageOutput(stage, image == null ? 0 : image, each);
    }

    private ImageObject picture(MapReading<InputKey> map) {
        String file = map.text(InputKey.FILE);
        if (file == null) {
            return null;
        }
        try {
            return files.picture(file);
        } catch (IOException | UnreadablePictureException e) {
            map.problem(InputKey.FILE, map.value(InputKey.FILE).orElseThrow().mark(), e.getMessage());
            return null;
        }
    }

    private String address(MapReading<InputKey> map) {
        String uri = map.text(InputKey.URI);
        if (uri == null) {
            return null;
        }
        try {
            InputUri.parse(uri);
            return uri;
        } catch (UriRefusedException e) {
            Mark mark = map.value(InputKey.URI).orElseThrow().mark();
            map.problem(InputKey.URI, mark, e.getMessage());
            return null;
        }
    }
}
