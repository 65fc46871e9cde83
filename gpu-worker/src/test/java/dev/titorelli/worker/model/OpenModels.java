package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Models that the tests share; opened once a run. */
final class OpenModels {
    private static OmniGen tiny;
    private static OmniGen shapes;

    private OpenModels() {}

    /** Random weights in the original layout, to which most goldens belong. */
    static synchronized OmniGen tiny() {
        if (tiny == null) {
            tiny = OmniGen.open(Goldens.model("omnigen"));
        }
        return tiny;
    }

    /** The shipped model. */
    static synchronized OmniGen shapes() {
        if (shapes == null) {
            shapes = OmniGen.open(Path.of("../models/shapes"));
        }
        return shapes;
    }

    static NDManager scope() {
        return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    /** A transformer without a VAE. */
    static Transformer transformer(NDManager scope, Path directory, TransformerNames names, String weights)
            throws IOException {
        ConfigFile file = ConfigFile.read(directory, "config.json");
        TransformerConfig config = TransformerConfig.read(file, names);
        List<String> problems = new ArrayList<>(file.problems());
        Checkpoint checkpoint = Checkpoint.open(directory, weights, problems).orElseThrow();
        int side = ModelDirectory.positionSide(checkpoint, names);
        TransformerLayout layout = TransformerLayout.of(names, config, side);
        problems.addAll(WeightCheck.problems(checkpoint, layout.all()));
        assertThat(problems).isEmpty();
        Weights loaded = Weights.load(scope, checkpoint, layout.all(), ComputeType.F32);
        return new Transformer(scope, config, side, TransformerWeights.of(loaded, layout));
    }
}
