package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** Whole pictures: every step's latents, and the pixels. Rows of a batch are painted alone. */
final class GoldenSample implements GoldenGroup {
    private static final String LATENTS = ".z";
    private static final String PIXELS = ".image";
    private static final String TRUNCATED = ".u8_original";
    private static final String ROUNDED = ".u8_diffusers";

    private final GoldenModels models;

    GoldenSample(GoldenModels models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            if (tensor.endsWith(LATENTS)) {
                String family = tensor.substring(0, tensor.length() - LATENTS.length());
                checks.in(family, () -> check(checks, family));
            }
        }
    }

    private void check(GoldenChecks checks, String family) throws Exception {
        GoldenTrajectory trajectory = GoldenTrajectory.of(family);
        GoldenFile file = checks.file();
        int rows = (int) file.shape(family + LATENTS)[1];
        for (int row = 0; row < rows; row++) {
            GoldenTrajectory.Painted painted = trajectory.painted(models, file, family + LATENTS, row);
            compare(checks, family + LATENTS, row, rows, painted);
            if (file.has(family + TRUNCATED)) {
                pixels(checks, family + TRUNCATED, row, painted.image().rgb());
            }
            if (file.has(family + ROUNDED)) {
                pixels(checks, family + ROUNDED, row, rounded(painted.pixels().array()));
            }
            if (file.has(family + PIXELS)) {
                checks.closeRow(family + PIXELS, row, decoded(file, family, row), GoldenChecks.FORWARD);
            }
        }
    }

    /** The largest difference over all steps. */
    static void compare(GoldenChecks checks, String tensor, int row, int rows, GoldenTrajectory.Painted painted) {
        float[] golden = checks.file().floats(tensor);
        int size = painted.latents().get(0).length;
        double largest = golden.length == painted.latents().size() * rows * size ? 0 : Double.POSITIVE_INFINITY;
        for (int step = 0; step < painted.latents().size(); step++) {
            int at = (step * rows + row) * size;
            float[] expected = Arrays.copyOfRange(golden, at, at + size);
            largest = Math.max(
                    largest, GoldenChecks.difference(expected, painted.latents().get(step)));
        }
        checks.add(tensor, largest, GoldenChecks.TRAJECTORY);
    }

    /** The reference's last latents through our VAE alone. */
    private float[] decoded(GoldenFile file, String family, int row) {
        int steps = (int) file.shape(family + LATENTS)[0] - 1;
        try (NDManager step = models.scope().newSubManager()) {
            var last = file.row(step, family + LATENTS, steps).get(0).get(row).expandDims(0);
            return models.parts()
                    .vae()
                    .decode(step, last, (block, output) -> {})
                    .toFloatArray();
        }
    }

    private static void pixels(GoldenChecks checks, String tensor, int row, byte[] found) {
        byte[] all = checks.file().bytes(tensor);
        int from = row * found.length;
        checks.bytes(tensor, Arrays.copyOfRange(all, from, from + found.length), found, GoldenChecks.PIXEL);
    }

    /** Pixels [1, 3, h, w] in -1..1 to bytes [h, w, 3] as diffusers does: rounded, where the original truncates. */
    private static byte[] rounded(float[] pixels) {
        int places = pixels.length / 3;
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < places; i++) {
            for (int channel = 0; channel < 3; channel++) {
                float unit = Math.max(0, Math.min(1, pixels[channel * places + i] * 0.5f + 0.5f));
                bytes[3 * i + channel] = (byte) Math.rint(unit * 255);
            }
        }
        return bytes;
    }
}
