package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names what a prefix is computed from, exactly: two prefixes with the same key have the same bits.
 *
 * @param profileDigest of model, element type, machine
 */
record PrefixKeys(String profileDigest, VaePosterior posterior) {

    /**
     * @param inputs the prepared input pictures
     * @param rope which factors the whole row's length asks for
     */
    String prefix(PromptTokens tokens, List<RgbImage> inputs, Rotary.Regime rope, Conditions conditions) {
        SortedMap<String, String> from = new TreeMap<>();
        from.put("profile", profileDigest);
        from.put("tokens", tokens.ids().stream().map(String::valueOf).collect(Collectors.joining(",")));
        from.put(
                "pictures",
                tokens.spans().stream()
                        .map(span -> span.start() + ":" + shown(inputs.get(span.image())))
                        .collect(Collectors.joining(",")));
        from.put("posterior", posterior.name());
        from.put("rope", rope.name());
        from.put("adapter", conditions.adapter());
        from.put("salt", Digests.ofText(conditions.salt()));
        return Digests.ofMap(from);
    }

    /**
     * What a prefix depends on beside its tokens and pictures.
     *
     * @param adapter digest and scale, or empty
     */
    record Conditions(String adapter, String salt) {
        static Conditions of(SamplingParameters parameters, String salt) {
            return new Conditions(
                    parameters
                            .adapter()
                            .map(a -> a.adapter().digest() + " at " + a.scale())
                            .orElse(""),
                    salt);
        }
    }

    private static String shown(RgbImage input) {
        return "%dx%d:%s".formatted(input.widthPx(), input.heightPx(), input.pixelDigest());
    }

    String timeTokens(String prefixKey, FlowSchedule schedule) {
        SortedMap<String, String> from = new TreeMap<>();
        from.put("prefix", prefixKey);
        from.put("steps", String.valueOf(schedule.steps()));
        from.put("timeShift", String.valueOf(schedule.timeShift()));
        return Digests.ofMap(from);
    }
}
