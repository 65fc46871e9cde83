package dev.titorelli.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which {@code kafka.*} settings are secrets, and which are not the user's to set. */
final class KafkaKeys {

    private static final List<String> SECRET_ENDINGS =
            List.of("password", "passphrase", "secret", "sasl.jaas.config", "ssl.keystore.key");

    /** What the protocol of requests and jobs rests on. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("application.id", "set stream.application.id"),
            Map.entry("state.dir", "set stream.state.dir"),
            Map.entry("group.id", "groups follow from the topic prefix"),
            Map.entry("processing.guarantee", "it is always exactly_once_v2"),
            Map.entry("group.protocol", "it is always classic"),
            Map.entry("isolation.level", "it is always read_committed"),
            Map.entry("enable.auto.commit", "offsets are committed by the programs"),
            Map.entry("auto.offset.reset", "every topic is read from its beginning"),
            Map.entry("enable.idempotence", "it is always true"),
            Map.entry("acks", "it is always all"),
            Map.entry("transactional.id", "Kafka Streams sets it"),
            Map.entry("key.serializer", "the schemas fix it"),
            Map.entry("value.serializer", "the schemas fix it"),
            Map.entry("key.deserializer", "the schemas fix it"),
            Map.entry("value.deserializer", "the schemas fix it"));

    private KafkaKeys() {}

    static boolean isPassedThrough(String name) {
        return name.startsWith(SettingKeys.KAFKA) && name.length() > SettingKeys.KAFKA.length();
    }

    static boolean isSecret(String name) {
        return SECRET_ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Why a setting can't be given; empty when it can. */
    static Optional<String> refusal(String name) {
        String own = name.substring(SettingKeys.KAFKA.length());
        String plain = own.replaceFirst("^((main|global|restore)\\.)?(consumer|producer|admin)\\.", "");
        return Optional.ofNullable(OURS.get(plain)).map(why -> name + ": can't be set; " + why);
    }
}
