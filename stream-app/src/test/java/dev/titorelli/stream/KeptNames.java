package dev.titorelli.stream;

import dev.titorelli.settings.Settings;
import dev.titorelli.settings.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;

/**
 * The names by which a topology finds again what it has left in a data directory, and of what kind each is. The number of a
 * sub-topology is part of that: the tasks' folders are named after it, and a store that moves to another one is looked for
 * elsewhere.
 */
final class KeptNames {

    private static final String TAB = "\t";
    private static final Set<String> KINDS = Set.of("application", "node", "store", "topic", "changelog");

    /** Kind and name, such as store and requests, to what it is. */
    private final SortedMap<String, String> names = new TreeMap<>();

    private KeptNames() {}

    /** Writes the names of the present topology, one a line: the first part of the description of a data directory. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("kept-names");
        try (Rig rig = Rig.withModel(folder)) {
            List<String> lines = new ArrayList<>();
            KeptNames.of(rig, defaultApplicationId(folder)).names.forEach((name, form) -> lines.add(name + TAB + form));
            Files.write(Path.of(arguments[0]), lines, StandardCharsets.UTF_8);
        }
    }

    /** The id that the programs have unless a setting says otherwise. */
    static String defaultApplicationId(Path folder) throws IOException {
        Path nothingSet = Files.createFile(folder.resolve("none.properties"));
        List<String> arguments = List.of("--config", nothingSet.toString());
        return StreamSettingsReading.of(Settings.read(Sources.ofProcess(arguments), List.of()))
                .applicationId();
    }

    static KeptNames of(Rig rig, String applicationId) {
        KeptNames kept = new KeptNames();
        TopologyDescription topology = rig.description();
        kept.add("application", applicationId, "consumer group");
        topology.globalStores().forEach(global -> {
            kept.add(global.source(), global.id(), rig);
            kept.add(global.processor(), global.id(), rig);
        });
        topology.subtopologies().forEach(part -> part.nodes().forEach(node -> {
            kept.add(node, part.id(), rig);
            kept.addChangelogs(node, applicationId);
        }));
        return kept;
    }

    /** Lines of other kinds are not its business. */
    static KeptNames read(Path description) throws IOException {
        KeptNames kept = new KeptNames();
        for (String line : Files.readAllLines(description, StandardCharsets.UTF_8)) {
            String[] parts = line.split(TAB, -1);
            if (KINDS.contains(parts[0])) {
                kept.add(parts[0], parts[1], parts[2]);
            }
        }
        return kept;
    }

    /** What this one has and the other one has not, or has as something else; a sentence each. */
    List<String> lostIn(KeptNames other) {
        List<String> lost = new ArrayList<>();
        names.forEach((name, form) -> {
            String now = other.names.get(name);
            if (!form.equals(now) && !isOnlyWrittenUntilNow(form, now)) {
                lost.add(name.replace(TAB, " ") + ", " + form + ", is " + (now == null ? "gone" : "now " + now));
            }
        });
        return lost;
    }

    /** Who reads a topic that was only written finds no position of his own, and begins at its beginning. */
    private static boolean isOnlyWrittenUntilNow(String form, String now) {
        return form.startsWith("written ") && now != null && now.startsWith("read ");
    }

    /** The same without a name, or with it as something else. */
    KeptNames with(String kind, String name, String form) {
        KeptNames changed = new KeptNames();
        changed.names.putAll(names);
        if (form == null) {
            changed.names.remove(kind + TAB + name);
        } else {
            changed.add(kind, name, form);
        }
        return changed;
    }

    private void add(TopologyDescription.Node node, int part, Rig rig) {
        String where = " of sub-topology " + part;
        if (node instanceof TopologyDescription.Source source) {
            add("node", node.name(), "source" + where);
            source.topicSet().forEach(topic -> add("topic", topic, "read" + where));
        } else if (node instanceof TopologyDescription.Processor processor) {
            add("node", node.name(), "processor" + where);
            processor.stores().forEach(store -> add("store", store, typeOf(rig.stateStore(store)) + where));
        } else if (node instanceof TopologyDescription.Sink sink) {
            add("node", node.name(), "sink" + where);
            if (sink.topic() != null) {
                names.putIfAbsent("topic" + TAB + sink.topic(), "written" + where);
            }
        }
    }

    private void addChangelogs(TopologyDescription.Node node, String applicationId) {
        if (node instanceof TopologyDescription.Processor processor) {
            processor
                    .stores()
                    .forEach(
                            store -> add("changelog", applicationId + "-" + store + "-changelog", "of store " + store));
        }
    }

    private void add(String kind, String name, String form) {
        names.put(kind + TAB + name, form);
    }

    private static String typeOf(StateStore store) {
        String kept = store.persistent() ? "persistent" : "in memory";
        if (store instanceof TimestampedKeyValueStore) {
            return "timestamped key-value store, " + kept + ",";
        }
        return store instanceof KeyValueStore ? "key-value store, " + kept + "," : store.getClass() + ", " + kept + ",";
    }
}
