package dev.titorelli.topic;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.registry.CompatibilityCheck;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * All versions of one record that were ever used, as {@code <folder>/<record>/v1.avsc}, {@code v2.avsc} and so on: each
 * file is the whole schema as it is registered.
 */
record SchemaHistory(String record, List<Schema> versions) {

    static SchemaHistory read(Path folder, String record) {
        List<Schema> versions = new ArrayList<>();
        for (int i = 1; Files.exists(file(folder, record, i)); i++) {
            try {
                String text = Files.readString(file(folder, record, i), StandardCharsets.UTF_8);
                versions.add(new Schema.Parser().parse(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new SchemaHistory(record, versions);
    }

    /** What is wrong with a schema as this record's newest version; empty when nothing is. */
    Optional<String> complaint(Schema current) {
        Optional<String> violation = CompatibilityCheck.violation(current, versions, Compatibility.FULL_TRANSITIVE);
        if (violation.isPresent()) {
            return violation.map(why -> record + " breaks an earlier version: " + why);
        }
        // The text, docs included: another text is another version in a registry.
        boolean committed = !versions.isEmpty()
                && versions.get(versions.size() - 1).toString().equals(current.toString());
        return committed
                ? Optional.empty()
                : Optional.of(record + " has changed: commit it as v" + (versions.size() + 1) + ".avsc");
    }

    /** Writes a schema as the version after the newest one. */
    void propose(Path folder, Schema current) {
        try {
            Path file = file(folder, record, versions.size() + 1);
            Files.createDirectories(file.getParent());
            String text = new ObjectMapper().readTree(current.toString()).toPrettyString();
            Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path folder, String record, int version) {
        return folder.resolve(record).resolve("v" + version + ".avsc");
    }
}
