package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Every golden tensor of the files in use was read by a test, or is named here with the reason why not. Runs last. */
@Order(Integer.MAX_VALUE)
class GoldenCoverageTest {
    private static final Map<String, String> NOT_FOR_THIS_LAYOUT = Map.of(
            "images/.*@center.*", "a crop of the training",
            "embed/pos192\\..*", "the position table comes from the checkpoint and is not computed",
            "forward/bf16_compute\\..*", "informational: computed in BF16",
            "forward/.*\\.diffusers_row1", "informational: diffusers' padding fault",
            "sample/.*\\.u8_diffusers", "diffusers rounds to 8 bits, the original truncates",
            "rng/seed42\\.uniform16", "uniform numbers: a picture needs none");

    private static final List<String> FILES =
            List.of("forward", "cfg", "scheduler", "sample", "vae", "embed", "processor", "images", "rng", "lora");

    @Test
    void everyTensorIsCheckedOrNamedWithAReason() {
        assumeTrue(System.getProperty("test") == null, "only a run of all tests reads all goldens");
        List<String> neither = new ArrayList<>(tensors());
        neither.removeIf(name -> GoldenRecord.all().contains(name) || reason(name) != null);
        assertThat(neither).isEmpty();
    }

    @Test
    void noReasonIsGivenForWhatIsChecked() {
        assertThat(GoldenRecord.all()).allMatch(name -> reason(name) == null);
    }

    @Test
    void everyReasonHoldsForATensor() {
        assertThat(NOT_FOR_THIS_LAYOUT.keySet())
                .allMatch(pattern -> tensors().stream().anyMatch(name -> Pattern.matches(pattern, name)));
    }

    private static List<String> tensors() {
        List<String> names = new ArrayList<>();
        JsonNode files = Goldens.json("manifest.json").path("files");
        for (String file : FILES) {
            files.path(file + ".safetensors")
                    .path("tensors")
                    .fieldNames()
                    .forEachRemaining(name -> names.add(file + "/" + name));
        }
        return names;
    }

    private static String reason(String name) {
        return new TreeMap<>(NOT_FOR_THIS_LAYOUT)
                .entrySet().stream()
                        .filter(entry -> Pattern.matches(entry.getKey(), name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }
}
