package dev.titorelli.stream;

import dev.titorelli.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.kafka.streams.TopologyDescription;

/**
 * What one version of the topology leaves behind: every row of its stores as their changelogs keep it, the names that a
 * later version has to find again, and the schemas that the registry had given ids to. A text file, one fact a line.
 *
 * @param at the clock when it was taken
 * @param names kind and name of the application, nodes, stores and topics
 * @param schemas those of the registry; the first one has id 1
 * @param rows rows by store and key
 */
record StateSnapshot(Instant at, SortedSet<Name> names, List<Schema> schemas, Map<String, Map<String, byte[]>> rows) {

    private static final String TAB = "\t";

    /** A name of the topology, such as store and requests. */
    record Name(String kind, String name) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return (kind + TAB + name).compareTo(other.kind + TAB + other.name);
        }
    }

    /** The names in a topology. */
    static SortedSet<Name> namesOf(TopologyDescription topology) {
        SortedSet<Name> names = new TreeSet<>();
        topology.subtopologies().forEach(part -> part.nodes().forEach(node -> addNames(node, names)));
        topology.globalStores().forEach(global -> {
            addNames(global.source(), names);
            addNames(global.processor(), names);
        });
        return names;
    }

    private static void addNames(TopologyDescription.Node node, SortedSet<Name> names) {
        names.add(new Name("node", node.name()));
        if (node instanceof TopologyDescription.Source source) {
            source.topicSet().forEach(topic -> names.add(new Name("topic", topic)));
        } else if (node instanceof TopologyDescription.Sink sink && sink.topic() != null) {
            names.add(new Name("topic", sink.topic()));
        } else if (node instanceof TopologyDescription.Processor processor) {
            processor.stores().forEach(store -> names.add(new Name("store", store)));
        }
    }

    /** Gives the schemas the ids that they had. */
    void register(SchemaRegistry registry) {
        for (int i = 0; i < schemas.size(); i++) {
            int id = registry.register("snapshot-" + i, schemas.get(i));
            if (id != i + 1) {
                throw new IllegalStateException("schema " + (i + 1) + " got the id " + id);
            }
        }
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("at" + TAB + at);
        names.forEach(name -> lines.add(name.kind() + TAB + name.name()));
        schemas.forEach(schema -> lines.add("schema" + TAB + schema));
        rows.forEach((store, kept) -> kept.forEach((key, value) -> lines.add(String.join(
                TAB, "row", store, key, Base64.getEncoder().withoutPadding().encodeToString(value)))));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    static StateSnapshot read(Path file) {
        Instant at = Instant.EPOCH;
        SortedSet<Name> names = new TreeSet<>();
        List<Schema> schemas = new ArrayList<>();
        Map<String, Map<String, byte[]>> rows = new TreeMap<>();
        for (String line : lines(file)) {
            String[] parts = line.split(TAB, -1);
            switch (parts[0]) {
                case "at" -> at = Instant.parse(parts[1]);
                case "schema" -> schemas.add(new Schema.Parser().parse(parts[1]));
                case "row" ->
                    rows.computeIfAbsent(parts[1], store -> new TreeMap<>())
                            .put(parts[2], Base64.getDecoder().decode(parts[3]));
                default -> names.add(new Name(parts[0], parts[1]));
            }
        }
        return new StateSnapshot(at, names, schemas, rows);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
