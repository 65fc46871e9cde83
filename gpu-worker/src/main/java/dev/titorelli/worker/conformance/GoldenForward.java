package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.ImageSpan;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One forward pass: velocities, computed as the product computes a step, and hidden states layer by layer. A case with
 * ids of its own, or whose description names a folder of {@code models/}, belongs to that model; a folder that has the
 * same numbers in another layout must give the same.
 */
final class GoldenForward implements GoldenGroup {
    private static final String VELOCITY = ".velocity";
    private static final String JOINT = ".joint" + VELOCITY;
    private static final Pattern TIME = Pattern.compile("\\bt ?= ?(\\d+(?:\\.\\d+)?)");
    private static final Pattern INPUTS = Pattern.compile("inputs of (\\w+)");
    private static final Pattern ROW_OF_DIFFUSERS = Pattern.compile("(\\w+)\\.joint\\.diffusers_row(\\d+)");
    private static final float JOINT_TIME = 0.25f;

    private final GoldenModels models;

    GoldenForward(GoldenModels models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public void check(GoldenChecks checks) {
        GoldenFile file = checks.file();
        for (String tensor : file.names()) {
            String family = GoldenFile.family(tensor);
            if (file.description(tensor).contains("informational")) {
                checks.in(family, () -> inform(checks, tensor));
            } else if (tensor.endsWith(JOINT)) {
                checks.in(family, () -> joint(checks, tensor.substring(0, tensor.length() - JOINT.length())));
            } else if (tensor.endsWith(VELOCITY) && file.has(family + ".input_ids")) {
                checks.in(family, () -> ofOtherModel(checks, family));
            } else if (tensor.endsWith(VELOCITY) && file.has(family + ".x")) {
                checks.in(family, () -> ofRequest(checks, family));
            } else if (tensor.endsWith(VELOCITY)) {
                checks.in(family, () -> withInputsOfAnother(checks, family));
            } else if (tensor.endsWith(".h0")) {
                checks.in(family, () -> hiddenStates(checks, family));
            }
        }
    }

    private void ofRequest(GoldenChecks checks, String request) throws Exception {
        GoldenTransformer own = models.transformer();
        rows(checks, request, own, request);
        for (GoldenTransformer twin : models.twins(own)) {
            checks.in(request + " (" + twin.name() + ")", () -> rows(checks, request, twin, request));
        }
    }

    /** All rows of {@code <request>.velocity}, each alone, of the inputs of the request. */
    private void rows(GoldenChecks checks, String inputs, GoldenTransformer of, String golden) throws Exception {
        try (NDManager step = models.scope().newSubManager()) {
            List<GoldenBranch> branches = conditional(step, checks.file(), inputs);
            for (int row = 0; row < branches.size(); row++) {
                NDArray x = checks.file().row(step, inputs + ".x", row);
                float[] velocity = of.velocity(step, branches.get(row), x, time(checks.file(), inputs, row));
                checks.closeRow(golden + VELOCITY, row, velocity, GoldenChecks.FORWARD);
            }
        }
    }

    private static float time(GoldenFile file, String inputs, int row) {
        float[] times = file.floats(inputs + ".t");
        return times[Math.min(row, times.length - 1)];
    }

    /** The conditional branches of a request's rows with the golden latents of their pictures, or the VAE's. */
    List<GoldenBranch> conditional(NDManager step, GoldenFile file, String request) throws Exception {
        List<GoldenBranch> branches = new ArrayList<>();
        int next = 0;
        for (GoldenRow row : models.rows(models.request(request))) {
            NDArray[] latents = new NDArray[row.pictures().size()];
            for (ImageSpan span : row.conditional().spans()) { // the golden latents are in the spans' order
                String latent = request + ".input_latent" + next++;
                latents[span.image()] = file.has(latent)
                        ? file.tensor(step, latent)
                        : models.latents(step, List.of(row.pictures().get(span.image())))
                                .get(0);
            }
            branches.add(new GoldenBranch(row.conditional(), List.of(latents)));
        }
        return branches;
    }

    /** The rows cond, uncond, img_cond of one padded batch: each must be what it is alone. */
    private void joint(GoldenChecks checks, String request) throws Exception {
        try (NDManager step = models.scope().newSubManager()) {
            for (int i = 0; i < checks.file().shape(request + JOINT)[0]; i++) {
                checks.closeRow(request + JOINT, i, joint(step, checks.file(), request, i), GoldenChecks.FORWARD);
            }
        }
    }

    private float[] joint(NDManager step, GoldenFile file, String request, int index) throws Exception {
        List<GoldenRow> rows = models.rows(models.request(request));
        int row = index % rows.size();
        PromptTokens tokens = branch(rows.get(row), index / rows.size());
        List<NDArray> latents = conditional(step, file, request).get(row).latents();
        float flowTime = said(file.description(request + JOINT), JOINT_TIME);
        NDArray x = file.row(step, request + ".x", row);
        return models.transformer().velocity(step, new GoldenBranch(tokens, latents), x, flowTime);
    }

    private static PromptTokens branch(GoldenRow row, int index) {
        return List.of(row.conditional(), row.unconditional(), row.imageOnly()).get(index);
    }

    /** The flow time that a description gives. */
    static float said(String description, float otherwise) {
        Matcher time = TIME.matcher(description);
        return time.find() ? Float.parseFloat(time.group(1)) : otherwise;
    }

    private void ofOtherModel(GoldenChecks checks, String family) throws Exception {
        String description = checks.file().description(family + VELOCITY);
        Path directory = models.named(description, family).orElse(models.wholeDirectory());
        GoldenTransformer own = models.transformer(directory);
        ids(checks, family, own);
        for (GoldenTransformer twin : models.twins(own)) {
            checks.in(family + " (" + twin.name() + ")", () -> ids(checks, family, twin));
        }
    }

    private void ids(GoldenChecks checks, String family, GoldenTransformer of) {
        GoldenFile file = checks.file();
        try (NDManager step = models.scope().newSubManager()) {
            List<Integer> ids = Arrays.stream(file.longs(family + ".input_ids"))
                    .mapToObj(Math::toIntExact)
                    .toList();
            GoldenBranch branch = new GoldenBranch(new PromptTokens(ids, List.of()), List.of());
            NDArray x = file.tensor(step, family + ".x");
            checks.close(family + VELOCITY, of.velocity(step, branch, x, time(file, family, 0)), GoldenChecks.FORWARD);
        }
    }

    /** Another model's velocity of a request's inputs, as the description says. */
    private void withInputsOfAnother(GoldenChecks checks, String family) throws Exception {
        String description = checks.file().description(family + VELOCITY);
        Path directory = models.named(description, family)
                .orElseThrow(() -> new IOException("its description names no folder of models/: " + description));
        rows(checks, inputs(description, family), models.transformer(directory), family);
    }

    private static String inputs(String description, String family) {
        Matcher inputs = INPUTS.matcher(description);
        if (!inputs.find()) {
            throw new IllegalArgumentException(family + ": its description names no inputs: " + description);
        }
        return inputs.group(1);
    }

    /** What the manifest itself gives for information: computing in BF16, and diffusers' fault with padded rows. */
    private void inform(GoldenChecks checks, String tensor) throws Exception {
        GoldenFile file = checks.file();
        Matcher inputs = INPUTS.matcher(file.description(tensor));
        Matcher row = ROW_OF_DIFFUSERS.matcher(tensor);
        try (NDManager step = models.scope().newSubManager()) {
            if (row.matches()) {
                float[] found = joint(step, file, row.group(1), Integer.parseInt(row.group(2)));
                checks.informs(tensor, file.floats(tensor), found);
            } else if (inputs.find() && tensor.startsWith("bf16")) {
                checks.informs(tensor, file.floats(tensor), inBf16(step, file, inputs.group(1)));
            }
        }
    }

    private float[] inBf16(NDManager step, GoldenFile file, String request) throws Exception {
        GoldenBranch branch = conditional(step, file, request).get(0);
        NDArray x = file.row(step, request + ".x", 0);
        try (GoldenTransformer bf16 = GoldenTransformer.open(step, models.wholeDirectory(), ComputeType.BF16)) {
            return bf16.velocity(step, branch, x, time(file, request, 0));
        }
    }

    private void hiddenStates(GoldenChecks checks, String request) throws Exception {
        try (NDManager step = models.scope().newSubManager()) {
            GoldenBranch branch = conditional(step, checks.file(), request).get(0);
            NDArray x = checks.file().row(step, request + ".x", 0);
            new GoldenHiddenStates(models.transformer(), step)
                    .compare(checks, request, branch, x, time(checks.file(), request, 0));
        }
    }
}
