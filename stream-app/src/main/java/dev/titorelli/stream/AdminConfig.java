package dev.titorelli.stream;

import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The settings as an admin client reads them. */
final class AdminConfig {

    private AdminConfig() {}

    static Properties of(StreamSettings settings) {
        Properties properties = new Properties();
        settings.kafka().forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                properties.put(name, value);
            }
        });
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-admin");
        return properties;
    }
}
