package dev.titorelli.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.checkpoint.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model's velocity changes on the way from noise to picture, which says where step caching may skip. Pure; any thread.
 *
 * @param modelDigest of the model that it was fitted for
 * @param change the change so far at even flow times from 0 on, the last one at the last step that was measured; never falling, from 0 to 1
 */
public record CachingFit(String modelDigest, List<Double> change) {

    /** Where it lies in a model's directory. */
    public static final String FILE = "step-caching.json";

    /** @throws IllegalArgumentException unless there are two or more numbers that never fall, from 0 to 1 */
    public CachingFit {
        change = List.copyOf(change);
        boolean rises = change.size() >= 2 && change.get(0) == 0 && change.get(change.size() - 1) == 1;
        for (int i = 1; rises && i < change.size(); i++) {
            rises = change.get(i) >= change.get(i - 1);
        }
        if (!rises) {
            throw new IllegalArgumentException(
                    "a fit of step caching is two or more numbers from 0 to 1, of which none is below the one before"
                            + " it");
        }
    }

    /** Hex SHA-256 of what it says. */
    public String digest() {
        return Digests.ofText(modelDigest + "\n" + change);
    }

    /** The change up to a flow time: even between two measured ones, and 1 behind the last. */
    double at(double flowTime) {
        double place = flowTime * change.size();
        int before = Math.min((int) place, change.size() - 1);
        int after = Math.min(before + 1, change.size() - 1);
        return change.get(before) + (place - before) * (change.get(after) - change.get(before));
    }

    /**
     * Reads a file that {@link #write} wrote.
     *
     * @throws IOException when it can't be read or says something else
     */
    public static CachingFit read(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<Double> change = new ArrayList<>();
        json.path("change").forEach(value -> change.add(value.asDouble(Double.NaN)));
        try {
            return new CachingFit(json.path("model").asText(), change);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes it as JSON. */
    public void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("model", modelDigest);
        ArrayNode values = json.putArray("change");
        change.forEach(values::add);
        Files.writeString(
                file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n", StandardCharsets.UTF_8);
    }
}
