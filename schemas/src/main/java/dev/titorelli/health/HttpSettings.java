package dev.titorelli.health;

import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a program answers.
 *
 * @param port 0 for a free one, empty for no server
 * @param advertised {@code host:port} that others reach it under; empty where the server's own address will do
 */
public record HttpSettings(String host, OptionalInt port, Optional<String> advertised) {

    private static final String OFF = "off";

    /** What was set. */
    public static HttpSettings of(Settings settings) {
        HttpSettings listening = of(settings.required(SettingKeys.HTTP_HOST), settings.required(SettingKeys.HTTP_PORT));
        return new HttpSettings(listening.host(), listening.port(), settings.text(SettingKeys.HTTP_ADVERTISED));
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
                        .findFirst(),
                Optional.empty());
    }
}
