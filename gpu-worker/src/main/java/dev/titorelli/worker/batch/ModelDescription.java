package dev.titorelli.worker.batch;

import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model is and can do, as catalogue and heartbeat tell it.
 *
 * @param digest of weights, tokenizer and configuration
 * @param cachingFit digest of the fit that its step caching follows; empty for the fixed schedule
 * @param maxPrefixTokens prefix tokens of one branch, at most
 * @param profile what fixes the numbers
 * @param profileDigest of the profile
 */
public record ModelDescription(
        String digest,
        ModelLimits limits,
        ModelDefaults defaults,
        String cachingFit,
        int maxPrefixTokens,
        SortedMap<String, String> profile,
        String profileDigest) {

    public ModelDescription {
        profile = Collections.unmodifiableSortedMap(new TreeMap<>(profile));
    }

    /** Output tokens of the largest picture. */
    public int maxOutputTokens() {
        return (limits.getMaxWidthPx() / 16) * (limits.getMaxHeightPx() / 16);
    }
}
