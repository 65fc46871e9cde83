package dev.titorelli.worker.model;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.tensor.InstructionSet;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The self-test of the linears, kept by all that its result depends on: the profile with the model's digest, the processor,
 * the text that computes.
 */
record SelfTests(KeptFolder kept) {
    private static final String FOLDER = "self-tests/";

    /** The kept result, or a new one. */
    LinearBlocks chosen(NDManager scope, Transformer transformer, SortedMap<String, String> profile) {
        String name = FOLDER + key(profile, transformer.products());
        return kept.text(name).flatMap(SelfTests::read).orElseGet(() -> {
            LinearBlocks blocks = LinearBlocks.chosen(scope, transformer);
            kept.keep(name, blocks.linearMode());
            return blocks;
        });
    }

    private static String key(SortedMap<String, String> profile, Products products) {
        return Digests.ofText(String.join(
                "\n",
                Digests.ofMap(profile),
                InstructionSet.processor(),
                LinearBlocks.choices().toString(),
                products.shown(),
                TorchScript.text(Transformer.class, "Transformer")));
    }

    /** Empty when it is no choice of this version. */
    private static Optional<LinearBlocks> read(String text) {
        return LinearBlocks.choices().stream()
                .filter(blocks -> text.equals(blocks.linearMode()))
                .findFirst();
    }
}
