package dev.titorelli.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    private final Map<String, Object> settings = new BrokerSettings(Path.of("/data/kafka"), 9092, 9093).asProperties();

    @Test
    void namesOnlySettingsThatTheBrokerKnows() {
        assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(settings.keySet());
    }

    @Test
    void listensOnTheLoopbackAddressOnly() {
        assertThat(settings.get("listeners")).isEqualTo("PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
    }
}
