package dev.titorelli.stream;

import dev.titorelli.identity.RequestId;
import dev.titorelli.settings.SettingKey;
import dev.titorelli.settings.Settings;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads {@code tenant=value} pairs of a setting. */
final class PerTenant {

    private static final String WEIGHT = "a number above 0";
    private static final String JOBS = "a whole number, 1 and above";

    private PerTenant() {}

    /** @throws IllegalArgumentException naming the setting, the pair and what is allowed */
    static Map<String, Double> weights(Settings settings, SettingKey key) {
        return pairs(settings, key, text -> above0(new BigDecimal(text)).doubleValue(), WEIGHT);
    }

    /** @throws IllegalArgumentException naming the setting, the pair and what is allowed */
    static Map<String, Integer> jobs(Settings settings, SettingKey key) {
        return pairs(settings, key, text -> above0(new BigDecimal(text)).intValueExact(), JOBS);
    }

    private static BigDecimal above0(BigDecimal value) {
        if (value.signum() <= 0) {
            throw new ArithmeticException("not above 0");
        }
        return value;
    }

    private static <V> Map<String, V> pairs(
            Settings settings, SettingKey key, Function<String, V> read, String allowed) {
        Map<String, V> pairs = new TreeMap<>();
        for (String pair : settings.words(key)) {
            int equals = pair.indexOf('=');
            String tenant = pair.substring(0, Math.max(0, equals)).strip();
            try {
                V value = read.apply(pair.substring(equals + 1).strip());
                if (!RequestId.isTenant(tenant) || pairs.put(tenant, value) != null) {
                    throw new ArithmeticException("no tenant, or twice");
                }
            } catch (ArithmeticException | NumberFormatException e) {
                throw new IllegalArgumentException(
                        "%s has '%s': allowed is <tenant>=<%s>, each tenant once".formatted(key.name(), pair, allowed),
                        e);
            }
        }
        return pairs;
    }
}
