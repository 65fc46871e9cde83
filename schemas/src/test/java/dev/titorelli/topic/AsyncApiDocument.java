package dev.titorelli.topic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.yaml.snakeyaml.Yaml;

/** docs/asyncapi.yaml as maps and lists, with what its tests ask of it. */
record AsyncApiDocument(Path file, Map<String, Object> root) {

    private static final String REF = "$ref";

    static AsyncApiDocument read(Path file) throws IOException {
        return new AsyncApiDocument(file, new Yaml().load(Files.readString(file)));
    }

    /** A map on a way of names. */
    Map<String, Object> at(String... way) {
        Map<String, Object> here = root;
        for (String name : way) {
            here = map(here.get(name));
        }
        return here;
    }

    List<Map<String, Object>> channels() {
        return at("channels").values().stream().map(AsyncApiDocument::map).toList();
    }

    /** What a reference of this document means, however many lead on; fails when it means nothing. */
    Map<String, Object> resolved(Object node) {
        Map<String, Object> here = map(node);
        while (here.get(REF) instanceof String ref && ref.startsWith("#/")) {
            here = at(ref.substring(2).split("/", -1));
        }
        return here;
    }

    /** All references to other places of this document. */
    List<String> references() {
        List<String> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    /** The only message of a channel. */
    Map<String, Object> message(Map<String, Object> channel) {
        Map<String, Object> messages = map(channel.get("messages"));
        if (messages.size() != 1) {
            throw new AssertionError("expected one message: " + channel);
        }
        return resolved(messages.values().iterator().next());
    }

    /** The schema in the file that a message's payload refers to. */
    Schema payload(Map<String, Object> message) throws IOException {
        String ref = (String) map(map(message.get("payload")).get("schema")).get(REF);
        return new Schema.Parser().parse(Files.readString(file.resolveSibling(ref)));
    }

    private static void collect(Object node, List<String> found) {
        if (node instanceof Map<?, ?> map) {
            if (map.get(REF) instanceof String ref && ref.startsWith("#/")) {
                found.add(ref);
            }
            map.values().forEach(value -> collect(value, found));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, found));
        }
    }

    @SuppressWarnings("unchecked") // keys of the document are texts
    static Map<String, Object> map(Object node) {
        if (node instanceof Map<?, ?>) {
            return (Map<String, Object>) node;
        }
        throw new AssertionError("the document has no such part, or it is no map: " + node);
    }
}
