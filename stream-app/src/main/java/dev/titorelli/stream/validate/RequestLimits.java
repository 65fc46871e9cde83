package dev.titorelli.stream.validate;

import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;

/**
 * What this installation allows, whatever the model.
 *
 * @param maxEncodedBytes bytes of a request's record
 * @param maxStages stages of a request
 * @param maxJobs images of a request, all stages together
 * @param maxPromptChars characters of a prompt, when the model sets no lower limit
 * @param maxAttempts attempts that a stage may ask for
 */
public record RequestLimits(int maxEncodedBytes, int maxStages, int maxJobs, int maxPromptChars, int maxAttempts) {

    /** Limits that keep every derived record under 512 KiB. */
    public static final RequestLimits DEFAULTS = new RequestLimits(256 * 1024, 32, 256, 16_384, 10);

    public RequestLimits {
        requirePositive("maxEncodedBytes", maxEncodedBytes);
        requirePositive("maxStages", maxStages);
        requirePositive("maxJobs", maxJobs);
        requirePositive("maxPromptChars", maxPromptChars);
        requirePositive("maxAttempts", maxAttempts);
    }

    /** As they are set. */
    public static RequestLimits of(Settings settings) {
        return new RequestLimits(
                settings.count(SettingKeys.STREAM_MAX_BYTES),
                settings.count(SettingKeys.STREAM_MAX_STAGES),
                settings.count(SettingKeys.STREAM_MAX_JOBS),
                settings.count(SettingKeys.STREAM_MAX_PROMPT),
                settings.count(SettingKeys.STREAM_MAX_ATTEMPTS));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + ": allowed is 1 and above");
        }
    }
}
