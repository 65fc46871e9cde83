package dev.titorelli.standalone.workflow;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.stream.validate.RequestLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model as small as the shipped one, for workflows that are read and held against rules without a system. */
final class Shapes {

    static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

    static final CatalogueEntry MODEL = CatalogueEntry.newBuilder()
            .setAlias("shapes")
            .setLimits(ModelLimits.newBuilder()
                    .setMaxWidthPx(256)
                    .setMaxHeightPx(256)
                    .setMaxSteps(500)
                    .setMaxInputs(3)
                    .setMaxInputSizePx(256)
                    .build())
            .setDefaults(ModelDefaults.newBuilder()
                    .setWidthPx(128)
                    .setHeightPx(128)
                    .setSteps(20)
                    .setMaxInputSizePx(128)
                    .build())
            .setBuckets(List.of(new ModelBucket(256, 100)))
            .build();

    static final WorkflowRules RULES =
            new WorkflowRules(RequestLimits.DEFAULTS, new TreeMap<>(Map.of("shapes", MODEL)), null);

    private Shapes() {}

    static Workflow read(String yaml) {
        return WorkflowReader.read(yaml, Path.of("flow.yaml"), new Wishes(Map.of(), null, null, "r1"), NOW);
    }

    /** The plan of a workflow without problems. */
    static Plan plan(String yaml) {
        return Plan.of(read(yaml).request(), MODEL);
    }
}
