package dev.titorelli.worker.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conformance.Goldens;
import java.nio.file.Path;

/** Models that the tests share; opened once a run. */
public final class OpenModels {
    private static OmniGen tiny;
    private static OmniGen shapes;

    private OpenModels() {}

    /** Random weights in the original layout, to which most goldens belong. */
    public static synchronized OmniGen tiny() {
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

    public static NDManager scope() {
        return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }
}
