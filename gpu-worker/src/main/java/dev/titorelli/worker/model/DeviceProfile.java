package dev.titorelli.worker.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.InstructionSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What fixes the numbers of a picture beside its parameters. */
final class DeviceProfile {
    private DeviceProfile() {}

    static SortedMap<String, String> of(
            String modelDigest, ComputeType compute, LinearBlocks blocks, Products products) {
        SortedMap<String, String> profile = withoutLinears(modelDigest, compute);
        profile.put("linearMode", blocks.linearMode() + "-" + products.shown());
        return Collections.unmodifiableSortedMap(profile);
    }

    /** What the choice of the linear mode depends on. */
    static SortedMap<String, String> withoutLinears(String modelDigest, ComputeType compute) {
        SortedMap<String, String> profile = new TreeMap<>();
        profile.put("model", modelDigest);
        profile.put("dtype", compute.shown());
        profile.put("device", "cpu");
        profile.put("instructionSet", InstructionSet.ofThisMachine());
        profile.put("libtorch", Engine.getEngine("PyTorch").getVersion());
        profile.put("threads", String.valueOf(JniUtils.getNumThreads()));
        profile.put("lanes", String.valueOf(Lanes.ofProcess().count()));
        return profile;
    }
}
