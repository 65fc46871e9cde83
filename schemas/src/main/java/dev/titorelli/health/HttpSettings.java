package dev.titorelli.health;

import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a program answers.
 *
 * @param port 0 for a free one, empty for no server
 */
public record HttpSettings(String host, OptionalInt port) {

    private static final String OFF = "off";

    /** What was set. */
    public static HttpSettings of(Settings settings) {
        return of(settings.required(SettingKeys.HTTP_HOST), settings.required(SettingKeys.HTTP_PORT));
    }

    /**
     * The same of texts.
     *
     * @param port a number, or {@code off}
     */
    public static HttpSettings of(String host, String port) {
        return new HttpSettings(
                host,
                Optional.of(port).filter(text -> !text.equals(OFF)).stream()
                        .mapToInt(Integer::parseInt)
                        .findFirst());
    }
}
