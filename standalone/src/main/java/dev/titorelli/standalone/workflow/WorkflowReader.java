package dev.titorelli.standalone.workflow;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.standalone.workflow.YamlValue.Field;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a file of YAML as a request and remembers where everything stood. Input pictures are read, nothing is stored. */
public final class WorkflowReader {

    /** Bytes that a file may have. */
    public static final int MAX_BYTES = YamlTree.MAX_CHARS;

    private final Path file;
    private final Wishes wishes;
    private final Instant now;
    private final Reading reading = new Reading();

    private WorkflowReader(Path file, Wishes wishes, Instant now) {
        this.file = file;
        this.wishes = wishes;
        this.now = now;
    }

    /**
     * Reads a workflow; whatever is wrong is among its problems, each with its place.
     *
     * @param file where the text comes from: for the title, and for relative paths in it
     * @param now what a deadline such as {@code 10m} counts from
     */
    public static Workflow read(String text, Path file, Wishes wishes, Instant now) {
        return new WorkflowReader(file, wishes, now).read(text);
    }

    private Workflow read(String text) {
        try {
            YamlValue root = YamlTree.read(text);
            if (root instanceof Fields fields) {
                return workflow(fields);
            }
            reading.problem(root.mark(), "expected stages and what they share, found " + root.shown());
        } catch (WorkflowSyntaxException e) {
            reading.problem(e.problem().mark(), e.problem().message());
        }
        GenerationRequest nothing = GenerationRequest.newBuilder()
                .setTenant(HeaderReader.LOCAL)
                .setRequestId(wishes.otherwise())
                .build();
        return workflow(fileName(), nothing, files(HeaderReader.LOCAL));
    }

    private Workflow workflow(Fields fields) {
        Variables variables = Variables.of(declared(fields), wishes.variables(), reading);
        MapReading<RequestKey> map = new MapReading<>(fields, RequestKey.class, Scope.REQUEST, reading, variables);
        GenerationRequest request = new HeaderReader(reading, variables, wishes, now).read(map);
        InputFiles files = files(request.getTenant());
        InputReader inputs = new InputReader(reading, variables, files);
        request.setStages(stages(map, fields.mark(), new StageReader(reading, variables, inputs)));
        String title = Optional.ofNullable(map.text(RequestKey.TITLE)).orElse(fileName());
        return workflow(title, request, files);
    }

    private Workflow workflow(String title, GenerationRequest request, InputFiles files) {
        boolean isNewId = request.getRequestId().equals(wishes.otherwise());
        return new Workflow(title, isNewId, request, reading.marks(), files, reading.problems());
    }

    private static YamlValue declared(Fields fields) {
        return fields.fields().stream()
                .filter(field -> field.key().equals(RequestKey.VARIABLES.key()))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    private List<Stage> stages(MapReading<RequestKey> map, Mark top, StageReader reader) {
        YamlValue value = map.value(RequestKey.STAGES).orElse(null);
        if (!(value instanceof Fields fields) || fields.fields().isEmpty()) {
            Mark mark = value == null ? top : value.mark();
            String found = value == null ? "nothing" : value.shown();
            map.problem(RequestKey.STAGES, mark, "expected at least one stage, as name: {prompt: ...}, found " + found);
            return List.of();
        }
        List<Stage> stages = new ArrayList<>();
        Map<String, Mark> names = new LinkedHashMap<>();
        for (Field field : fields.fields()) {
            Scope scope = new Scope("stages[" + stages.size() + "]", "stage " + field.key());
            reading.marks().put(scope.path(), field.mark(), scope.words());
            Mark earlier = names.putIfAbsent(field.key(), field.mark());
            if (earlier != null) {
                reading.problem(
                        field.mark(),
                        scope.path() + ".name",
                        scope.words() + " is there twice: first in line " + earlier.line());
            }
            stages.add(stage(field, scope, reader));
        }
        return stages;
    }

    private Stage stage(Field field, Scope scope, StageReader reader) {
        if (field.value() instanceof Fields fields) {
            return reader.read(field.key(), fields, scope);
        }
        reading.problem(
                field.value().mark(),
                scope.path(),
                scope.words() + ": expected its prompt and more, found "
                        + field.value().shown());
        return Stage.newBuilder().setName(field.key()).setPrompt("").build();
    }

    private InputFiles files(String tenant) {
        return new InputFiles(file.toAbsolutePath().getParent(), tenant);
    }

    private String fileName() {
        return file.getFileName().toString();
    }
}
