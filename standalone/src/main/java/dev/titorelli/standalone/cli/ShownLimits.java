package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelLimits;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.stream.validate.RequestLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What requests may ask for, for people and for programs.
 *
 * @param inputs what input pictures are held to
 * @param models the catalogue's models and adapters, by alias and alias/adapter
 */
record ShownLimits(RequestLimits requests, ShownInputs inputs, SortedMap<String, CatalogueEntry> models) {

    private static final int PIXELS_OF_A_TOKEN = 256;

    /** Name to value: of all requests under their settings' names, and of each model. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("requests", ofRequests());
        facts.put("inputs", inputs.facts());
        facts.put(
                "models",
                models.values().stream()
                        .filter(entry -> isModel(entry))
                        .map(this::ofModel)
                        .toList());
        return facts;
    }

    private static boolean isModel(CatalogueEntry entry) {
        return entry.getAdapter().isEmpty() && entry.getLimits() != null && entry.getDefaults() != null;
    }

    private Map<String, Object> ofRequests() {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put(SettingKeys.STREAM_MAX_BYTES.name(), requests.maxEncodedBytes());
        limits.put(SettingKeys.STREAM_MAX_STAGES.name(), requests.maxStages());
        limits.put(SettingKeys.STREAM_MAX_JOBS.name(), requests.maxJobs());
        limits.put(SettingKeys.STREAM_MAX_PROMPT.name(), requests.maxPromptChars());
        limits.put(SettingKeys.STREAM_MAX_ATTEMPTS.name(), requests.maxAttempts());
        return limits;
    }

    private Map<String, Object> ofModel(CatalogueEntry model) {
        ModelLimits limits = model.getLimits();
        List<Integer> buckets =
                model.getBuckets().stream().map(ModelBucket::getTokens).sorted().toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", model.getAlias());
        facts.put("maxWidthPx", limits.getMaxWidthPx());
        facts.put("maxHeightPx", limits.getMaxHeightPx());
        facts.put("sizeMultiplePx", limits.getSizeMultiplePx());
        facts.put("maxPixels", buckets.isEmpty() ? 0 : (long) PIXELS_OF_A_TOKEN * buckets.get(buckets.size() - 1));
        facts.put("maxSteps", limits.getMaxSteps());
        facts.put("maxInputs", limits.getMaxInputs());
        facts.put("maxInputSizePx", limits.getMaxInputSizePx());
        facts.put("maxPromptChars", effectivePromptChars(limits));
        facts.put("buckets", buckets);
        facts.put("payingRows", payingRows(model));
        facts.put("adapters", adapters(model.getAlias()));
        return facts;
    }

    /** By bucket, as the worker that announced the model measured it. */
    private static Map<String, Integer> payingRows(CatalogueEntry model) {
        Map<String, Integer> byBucket = new LinkedHashMap<>();
        model.getMeasured()
                .forEach(measured -> byBucket.put(Integer.toString(measured.getTokens()), measured.getPayingRows()));
        return byBucket;
    }

    /** The lower one holds; a model's 0 is none. */
    private int effectivePromptChars(ModelLimits limits) {
        int ofModel = limits.getMaxPromptChars();
        return ofModel > 0 ? Math.min(ofModel, requests.maxPromptChars()) : requests.maxPromptChars();
    }

    private List<String> adapters(String alias) {
        return models.values().stream()
                .filter(entry ->
                        entry.getAlias().equals(alias) && !entry.getAdapter().isEmpty())
                .map(CatalogueEntry::getAdapter)
                .toList();
    }

    /** The same as lines. */
    List<String> lines() {
        TextTable ofRequests = new TextTable("each request", "at most");
        ofRequests().forEach((name, value) -> ofRequests.row(name, String.valueOf(value)));
        List<String> lines = new ArrayList<>(ofRequests.lines());
        TextTable ofInputs = new TextTable("input pictures", "at most");
        inputs.texts().forEach(ofInputs::row);
        lines.add("");
        lines.addAll(ofInputs.lines());
        models.values().stream().filter(ShownLimits::isModel).forEach(model -> {
            Map<String, Object> facts = ofModel(model);
            TextTable ofModel = new TextTable("model", String.valueOf(facts.remove("model")));
            facts.forEach((name, value) -> ofModel.row(name, String.valueOf(value)));
            lines.add("");
            lines.addAll(ofModel.lines());
        });
        return lines;
    }
}
