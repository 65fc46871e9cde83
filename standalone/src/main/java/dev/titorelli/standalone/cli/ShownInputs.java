package dev.titorelli.standalone.cli;

import dev.titorelli.settings.SettingKey;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.worker.image.PictureReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What input pictures are held to, under their settings' names.
 *
 * @param facts name to value; pixels have no setting
 */
record ShownInputs(Map<String, Object> facts) {

    private static final List<SettingKey> NUMBERS = List.of(
            SettingKeys.INPUTS_MAX_BYTES,
            SettingKeys.INPUTS_URI_TIMEOUT,
            SettingKeys.STREAM_INSPECT_PATIENCE,
            SettingKeys.STREAM_INSPECT_INPUTS);

    /** As the settings say; an empty list of places is nowhere. */
    static ShownInputs of(Settings settings) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(SettingKeys.INPUTS_URI_ALLOW.name(), settings.words(SettingKeys.INPUTS_URI_ALLOW));
        NUMBERS.forEach(key -> facts.put(key.name(), settings.count(key)));
        return withPixels(facts);
    }

    /** Of a system that {@code up} runs: from where it fetches is an option of it, which nobody else knows. */
    static ShownInputs usual() {
        Map<String, Object> facts = new LinkedHashMap<>();
        NUMBERS.forEach(key -> facts.put(key.name(), Integer.valueOf(key.fallback())));
        return withPixels(facts);
    }

    /** The same for people. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        facts.forEach((name, value) -> texts.put(name, List.of().equals(value) ? "nowhere" : String.valueOf(value)));
        return texts;
    }

    private static ShownInputs withPixels(Map<String, Object> facts) {
        facts.put("maxPixels", PictureReader.MAX_PIXELS);
        return new ShownInputs(facts);
    }
}
