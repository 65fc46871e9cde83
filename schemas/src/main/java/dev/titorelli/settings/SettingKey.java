package dev.titorelli.settings;

import java.util.Locale;

/**
 * A setting, declared once.
 *
 * @param name as the file has it, such as {@code topic.prefix}
 * @param kind which texts are values of it
 * @param fallback its value when nobody sets it; null for none
 * @param meaning one sentence, for the documentation
 */
public record SettingKey(String name, SettingKind kind, String fallback, String meaning) {

    private static final String ENVIRONMENT = "TITORELLI_";

    /** The variable that sets it: dots become underscores. */
    String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return ENVIRONMENT + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
