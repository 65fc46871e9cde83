package dev.titorelli.worker.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of an eighth of the size from latents alone: each colour of a pixel is a weighted sum of the four latents of its place.
 * Pure; any thread.
 *
 * @param vaeDigest of the VAE's weights that it was fitted for
 * @param colours red, green, blue: four weights and a constant each, for colours of 0 to 255
 */
public record PreviewMap(String vaeDigest, List<List<Double>> colours) {

    /** Where it lies in a model's directory. */
    public static final String FILE = "vae/preview.json";

    private static final List<String> NAMES = List.of("red", "green", "blue");
    private static final int WEIGHTS = Latents.CHANNELS + 1;

    /** @throws IllegalArgumentException unless there are three times five finite numbers */
    public PreviewMap {
        colours = colours.stream().map(List::copyOf).toList();
        if (colours.size() != NAMES.size()
                || colours.stream().anyMatch(weights -> weights.size() != WEIGHTS)
                || colours.stream().flatMap(List::stream).anyMatch(weight -> !Double.isFinite(weight))) {
            throw new IllegalArgumentException("a preview map is red, green and blue with five finite numbers each");
        }
    }

    /** The picture: one pixel for each place of the latents. */
    public RgbImage image(Latents latents) {
        byte[] rgb = new byte[NAMES.size() * latents.width() * latents.height()];
        for (int i = 0; i < rgb.length; i++) {
            int place = i / NAMES.size();
            double colour =
                    colour(colours.get(i % NAMES.size()), latents, place % latents.width(), place / latents.width());
            rgb[i] = (byte) Math.round(Math.max(0, Math.min(255, colour)));
        }
        return new RgbImage(latents.width(), latents.height(), rgb);
    }

    private static double colour(List<Double> weights, Latents latents, int x, int y) {
        double sum = weights.get(Latents.CHANNELS);
        for (int channel = 0; channel < Latents.CHANNELS; channel++) {
            sum += weights.get(channel) * latents.at(channel, x, y);
        }
        return sum;
    }

    /**
     * Reads a file that {@link #write} wrote.
     *
     * @throws IOException when it can't be read or says something else
     */
    public static PreviewMap read(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<List<Double>> colours = new ArrayList<>();
        for (String name : NAMES) {
            List<Double> weights = new ArrayList<>();
            json.path(name).forEach(weight -> weights.add(weight.asDouble(Double.NaN)));
            colours.add(weights);
        }
        try {
            return new PreviewMap(json.path("vae").asText(), colours);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes it as JSON. */
    public void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("vae", vaeDigest);
        for (int i = 0; i < NAMES.size(); i++) {
            ArrayNode weights = json.putArray(NAMES.get(i));
            colours.get(i).forEach(weights::add);
        }
        Files.writeString(
                file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n", StandardCharsets.UTF_8);
    }
}
