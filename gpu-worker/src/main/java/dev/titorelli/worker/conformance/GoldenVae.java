package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.checkpoint.VaeConfig;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDirectory;
import dev.titorelli.worker.model.Vae;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Pictures to latents and back: whole, and stage by stage. */
final class GoldenVae implements GoldenGroup {
    private static final Vae.Observer NOBODY = (block, output) -> {};
    private static final String ENCODED = "stages.enc.";
    private static final String DECODED = "stages.dec.";

    private final GoldenData data;
    private final GoldenModels models;
    private final Vae vae;

    GoldenVae(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
        this.vae = models.parts().vae();
    }

    @Override
    public String name() {
        return "vae";
    }

    @Override
    public void check(GoldenChecks checks) {
        if (data.settings().has("vae_scaling_factor")) {
            checks.in("settings", () -> {
                double said = data.settings().path("vae_scaling_factor").asDouble(Double.NaN);
                double own = ModelDirectory.read(models.wholeDirectory()).vae().scalingFactor();
                checks.add("vae_scaling_factor", Math.abs(said - own), GoldenChecks.EXACT);
            });
        }
        TreeSet<String> families = new TreeSet<>();
        checks.file().names().forEach(tensor -> families.add(GoldenFile.family(tensor)));
        for (String family : families) {
            checks.in(family, () -> {
                try (NDManager step = models.scope().newSubManager()) {
                    check(checks, family, step);
                }
            });
        }
    }

    private void check(GoldenChecks checks, String family, NDManager step) throws Exception {
        GoldenFile file = checks.file();
        if (file.has(family + ".latent")) {
            decode(checks, family, step);
        } else if (file.has(family + ".mean") || file.has(family + ".mode")) {
            encode(checks, family, step);
        } else if (family.equals("stages.enc")) {
            encodeByStages(checks, step);
        } else if (family.equals("stages.dec")) {
            decodeByStages(checks, step);
        }
    }

    private void encode(GoldenChecks checks, String picture, NDManager step) throws Exception {
        NDArray moments = vae.moments(step, pixels(picture, step), NOBODY);
        NDList posterior = vae.script().call("posterior").tensor(moments).tensorsIn(step);
        close(checks, picture + ".mean", posterior.get(0));
        close(checks, picture + ".logvar", posterior.get(1));
        close(
                checks,
                picture + ".mode",
                vae.latents(step, moments, posterior.get(0).zerosLike()));
        if (checks.file().has(picture + ".eps")) {
            NDArray noise = checks.file().tensor(step, picture + ".eps");
            close(checks, picture + ".sample", vae.latents(step, moments, noise));
        }
    }

    private static void close(GoldenChecks checks, String tensor, NDArray found) {
        if (checks.file().has(tensor)) {
            checks.close(tensor, found, GoldenChecks.FORWARD);
        }
    }

    /** The golden pixels where there are some, so that a fault of the picture's way is told by that group alone. */
    private NDArray pixels(String picture, NDManager step) throws Exception {
        if (data.has("images.safetensors") && data.file("images").has(picture + ".pixels")) {
            return data.file("images").tensor(step, picture + ".pixels").expandDims(0);
        }
        JsonNode known = data.pictureCase(picture);
        RgbImage image = data.picture(known.path("file").asText());
        return models.parts()
                .sampler()
                .pixels(
                        step,
                        InputPicture.prepare(image, known.path("max_image_size").asInt()));
    }

    private void decode(GoldenChecks checks, String latents, NDManager step) {
        for (int row = 0; row < checks.file().shape(latents + ".latent")[0]; row++) {
            NDArray pixels = vae.decode(step, checks.file().row(step, latents + ".latent", row), NOBODY);
            checks.closeRow(latents + ".image", row, pixels.toFloatArray(), GoldenChecks.FORWARD);
        }
    }

    private void encodeByStages(GoldenChecks checks, NDManager step) {
        Map<String, float[]> stages = new HashMap<>();
        vae.moments(step, checks.file().tensor(step, "stages.pixels"), into(stages));
        compare(checks, ENCODED, "encoder.", stages);
    }

    private void decodeByStages(GoldenChecks checks, NDManager step) throws IOException {
        VaeConfig config = ModelDirectory.read(models.wholeDirectory()).vae();
        Map<String, float[]> stages = new HashMap<>();
        NDArray scaled = checks.file()
                .tensor(step, DECODED + "z")
                .sub((float) config.shiftFactor())
                .mul((float) config.scalingFactor());
        vae.decode(step, scaled, into(stages));
        compare(checks, DECODED, "decoder.", stages);
    }

    private static Vae.Observer into(Map<String, float[]> stages) {
        return (block, output) -> stages.put(stage(block), output.toFloatArray());
    }

    /**
     * "encoder.down_blocks.1.resnets.0" to "encoder.down_blocks.1": the last block of a stage is the stage's output.
     */
    private static String stage(String block) {
        return block.replaceAll("\\.(resnets|downsamplers|upsamplers|attentions)\\..*", "");
    }

    private static void compare(GoldenChecks checks, String prefix, String pass, Map<String, float[]> stages) {
        for (String tensor : checks.file().names()) {
            if (tensor.startsWith(prefix) && !tensor.endsWith(".z")) {
                String stage = stageOf(tensor.substring(prefix.length()), pass);
                float[] found = stages.getOrDefault(stage, stages.get("encoder.conv_out"));
                checks.close(tensor, found, GoldenChecks.FORWARD);
            }
        }
    }

    /** The reference's name of a stage to the checkpoint's. */
    private static String stageOf(String name, String pass) {
        return switch (name) {
            case "moments" -> "quant_conv";
            case "out" -> pass + "conv_out";
            case "mid" -> pass + "mid_block";
            default -> pass + name.replaceFirst("^(down|up)(\\d+)$", "$1_blocks.$2");
        };
    }
}
