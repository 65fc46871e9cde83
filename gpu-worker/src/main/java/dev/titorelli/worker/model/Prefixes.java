package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.PrefixKeys.Conditions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives branches their prefixes and time tokens, from the shelf where that has them.
 *
 * @param model the scope of what a shelf keeps
 * @param commonNegativePrompt the model's own, whose prefix needs no salt
 */
record Prefixes(NDManager model, Transformer transformer, PrefixKeys keys, String commonNegativePrompt) {

    /**
     * What the branches of a picture have in common.
     *
     * @param inputs the prepared input pictures
     * @param latents [1, 4, h, w] of each, asked for when a prefix must be computed
     */
    record Picture(
            SamplingParameters parameters,
            List<RgbImage> inputs,
            Supplier<List<NDArray>> latents,
            PrefixSharing sharing) {

        FlowSchedule schedule() {
            return new FlowSchedule(parameters.steps(), parameters.timeShift());
        }

        int outputTokens() {
            return parameters.widthPx() * parameters.heightPx() / (ModelLimits.PATCH_PX * ModelLimits.PATCH_PX);
        }
    }

    /** A branch with handles in the picture's scope. */
    VelocityField.Branch branch(NDManager scope, Picture picture, PromptTokens tokens, boolean unconditional) {
        Lora lora = Lora.of(picture.parameters().adapter());
        PrefixShelf shelf = picture.sharing().shelf();
        int rowLength = tokens.length() + 1 + picture.outputTokens();
        String key = key(picture, tokens, rowLength, unconditional);
        KeysAndValues prefix = held(scope, shelf, key, rowLength)
                .orElseGet(() -> kept(
                        scope,
                        shelf,
                        keysAndValues(
                                key,
                                transformer.prefill(
                                        model, tokens, picture.latents().get(), picture.outputTokens(), lora),
                                tokens.length())));
        FlowSchedule schedule = picture.schedule();
        String timeKey = keys.timeTokens(key, schedule);
        KeysAndValues time = held(scope, shelf, timeKey, schedule.steps())
                .orElseGet(() -> kept(
                        scope,
                        shelf,
                        keysAndValues(
                                timeKey,
                                transformer.timeTokens(model, prefix, rowLength, schedule.stepTimes(), lora),
                                schedule.steps())));
        return new VelocityField.Branch(prefix, time, rowLength, lora);
    }

    private String key(Picture picture, PromptTokens tokens, int rowLength, boolean unconditional) {
        boolean common = unconditional && picture.parameters().negativePrompt().equals(commonNegativePrompt);
        Conditions conditions = Conditions.of(
                picture.parameters(), common ? "" : picture.sharing().salt());
        return keys.prefix(tokens, picture.inputs(), transformer.rotary().regime(rowLength), conditions);
    }

    private KeysAndValues keysAndValues(String key, Transformer.Cache cache, int tokens) {
        return new KeysAndValues(transformer.script(), key, cache.keys(), cache.values(), tokens);
    }

    /**
     * What the shelf has; for a longer row than any before, copied to as much memory as that takes. A shorter row has a copy of its own,
     * so that it does not keep more than it was counted with when the shelf drops the longer one.
     */
    private Optional<KeysAndValues> held(NDManager scope, PrefixShelf shelf, String key, int places) {
        return shelf.find(key)
                .flatMap(found -> found.places() >= places
                        ? shared(scope, found, places)
                        : found.copiedTo(model, places).map(longer -> kept(scope, shelf, longer)));
    }

    private static Optional<KeysAndValues> shared(NDManager scope, KeysAndValues found, int places) {
        return found.places() == places ? found.sharedWith(scope, places) : found.copiedTo(scope, places);
    }

    /** Handles of the picture's own, taken before the shelf may drop its. */
    private static KeysAndValues kept(NDManager scope, PrefixShelf shelf, KeysAndValues computed) {
        KeysAndValues own = computed.sharedWith(scope, computed.places()).orElseThrow();
        if (!shelf.keep(computed)) {
            computed.close();
        }
        return own;
    }
}
