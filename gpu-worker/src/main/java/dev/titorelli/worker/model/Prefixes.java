package dev.titorelli.worker.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.PrefixKeys.Conditions;
import java.util.List;
import java.util.Optional;

/**
 * Names the prefixes and time tokens of branches, and finds them on the shelf where that has them.
 *
 * @param model the scope of what a shelf keeps
 * @param commonNegativePrompt the model's own, whose prefix needs no salt
 */
record Prefixes(NDManager model, Transformer transformer, PrefixKeys keys, String commonNegativePrompt) {

    /**
     * What the branches of a picture have in common.
     *
     * @param prepared its input pictures
     * @param inputs their latents, for prefixes that must be computed
     */
    record Picture(
            SamplingParameters parameters, List<RgbImage> prepared, EncodedInputs inputs, PrefixSharing sharing) {

        FlowSchedule schedule() {
            return new FlowSchedule(parameters.steps(), parameters.timeShift());
        }

        int outputTokens() {
            return parameters.widthPx() * parameters.heightPx() / (ModelLimits.PATCH_PX * ModelLimits.PATCH_PX);
        }
    }

    /** Names what a branch's prefix is computed from. */
    String key(Picture picture, PromptTokens tokens, int rowLength, boolean unconditional) {
        boolean common = unconditional && picture.parameters().negativePrompt().equals(commonNegativePrompt);
        Conditions conditions = Conditions.of(
                picture.parameters(), common ? "" : picture.sharing().salt());
        return keys.prefix(tokens, picture.prepared(), transformer.rotary().regime(rowLength), conditions);
    }

    /**
     * How many places keys and values have.
     *
     * @param filled with tokens of their own
     * @param all with those behind them
     */
    record Places(int filled, int all) {}

    /** Where keys and values of a name come from, and go to once they are computed. */
    Place place(NDManager picture, PrefixShelf shelf, String key, Places places) {
        return new Place() {
            @Override
            public String key() {
                return key;
            }

            @Override
            public Optional<KeysAndValues> found() {
                return held(picture, shelf, key, places.all());
            }

            @Override
            public KeysAndValues kept(Transformer.Cache cache, long nanos) {
                new NDList(cache.keys(), cache.values()).attach(model);
                KeysAndValues computed =
                        new KeysAndValues(transformer.script(), key, cache.keys(), cache.values(), places.filled());
                return Prefixes.kept(picture, shelf, computed, nanos);
            }
        };
    }

    /** The shelf, as a branch sees it. */
    interface Place {
        /** Names what lies there. */
        String key();

        /** What lies there, with handles of the picture's own. */
        Optional<KeysAndValues> found();

        /** Offers what was computed in so much time; gives handles of the picture's own. */
        KeysAndValues kept(Transformer.Cache cache, long nanos);
    }

    /**
     * What the shelf has; for a longer row than any before, copied to as much memory as that takes. A shorter row has a copy of its own,
     * so that it does not keep more than it was counted with when the shelf drops the longer one.
     */
    private Optional<KeysAndValues> held(NDManager scope, PrefixShelf shelf, String key, int places) {
        return shelf.find(key, places)
                .flatMap(found -> found.places() >= places
                        ? shared(scope, shelf, found, places)
                        : found.copiedTo(model, places).map(longer -> kept(scope, shelf, longer, 0)));
    }

    private static Optional<KeysAndValues> shared(NDManager scope, PrefixShelf shelf, KeysAndValues found, int places) {
        if (found.places() > places) {
            return found.copiedTo(scope, places);
        }
        Optional<KeysAndValues> own = found.sharedWith(scope, places);
        own.ifPresent(shelf::used);
        return own;
    }

    /** Handles of the picture's own, taken before the shelf may drop its. */
    private static KeysAndValues kept(NDManager scope, PrefixShelf shelf, KeysAndValues computed, long nanos) {
        KeysAndValues own = computed.sharedWith(scope, computed.places()).orElseThrow();
        shelf.used(own);
        if (!shelf.keep(computed, nanos)) {
            computed.close();
        }
        return own;
    }
}
