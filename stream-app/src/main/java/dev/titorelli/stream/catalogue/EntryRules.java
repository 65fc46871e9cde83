package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Lane;
import dev.titorelli.ModelDefaults;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.QueueName;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** What an announced model needs so that jobs can be planned with it. Pure. */
final class EntryRules {

    /** Each bucket is two topics. */
    private static final int MAX_BUCKETS = 64;

    private static final int MAX_DEFAULT_PROMPT_CHARS = 16_384;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private EntryRules() {}

    /** Why an entry can't be used, for a person; empty when it can. */
    static Optional<String> complaint(String key, CatalogueEntry entry) {
        String own = entry.getAdapter().isEmpty() ? entry.getAlias() : entry.getAlias() + "/" + entry.getAdapter();
        if (!own.equals(key)) {
            return Optional.of("its key is not what it calls itself");
        }
        if (!JobId.isStageName(entry.getAlias())) {
            return Optional.of("its alias is not [a-z0-9-]{1,40}");
        }
        return entry.getAdapter().isEmpty() ? complaintAboutModel(entry) : complaintAboutAdapter(entry);
    }

    private static Optional<String> complaintAboutAdapter(CatalogueEntry adapter) {
        if (!JobId.isStageName(adapter.getAdapter())) {
            return Optional.of("its adapter's name is not [a-z0-9-]{1,40}");
        }
        if (!DIGEST.matcher(adapter.getDigest()).matches()) {
            return Optional.of("its digest is not 64 hex digits");
        }
        return adapter.getValues() < 1 ? Optional.of("it has no values") : Optional.empty();
    }

    private static Optional<String> complaintAboutModel(CatalogueEntry model) {
        if (model.getLimits() == null || model.getDefaults() == null) {
            return Optional.of("it has no limits or no defaults");
        }
        if (model.getBuckets().isEmpty() || model.getBuckets().size() > MAX_BUCKETS) {
            return Optional.of("it has " + model.getBuckets().size() + " buckets; allowed is 1 to " + MAX_BUCKETS);
        }
        if (!model.getBuckets().stream().allMatch(bucket -> isCeiling(model.getAlias(), bucket.getTokens()))) {
            return Optional.of("a bucket's tokens are not 1 to 999999999");
        }
        return isUsable(model.getDefaults()) ? Optional.empty() : Optional.of("its defaults make no picture");
    }

    /** Whether the queue's name, which is also the topic's, can be read back. */
    private static boolean isCeiling(String alias, int tokens) {
        try {
            QueueName.parse(new QueueName(alias, tokens, Lane.BULK).toString());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isUsable(ModelDefaults defaults) {
        return defaults.getWidthPx() > 0
                && defaults.getHeightPx() > 0
                && defaults.getSteps() > 0
                && defaults.getTimeShift() > 0
                && defaults.getNegativePrompt().length() <= MAX_DEFAULT_PROMPT_CHARS
                && DoubleStream.of(
                                defaults.getGuidanceScale(), defaults.getImageGuidanceScale(), defaults.getTimeShift())
                        .allMatch(Double::isFinite);
    }
}
