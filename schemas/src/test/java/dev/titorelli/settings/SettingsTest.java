package dev.titorelli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path home;

    @Test
    void takesTheDefaultOfWhatNobodySets() {
        Settings settings = read(NONE, NONE, "");

        assertThat(settings.text(SettingKeys.TOPIC_PREFIX)).contains("titorelli.");
        assertThat(settings.duration(SettingKeys.STREAM_TICK)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.folder(SettingKeys.OBJECTS)).isEqualTo(home.resolve(".titorelli/objects"));
    }

    @Test
    void readsTheFileInItsDefaultPlace() {
        assertThat(read(NONE, NONE, "topic.prefix=file.").text(SettingKeys.TOPIC_PREFIX))
                .contains("file.");
    }

    @Test
    void prefersTheEnvironmentToTheFile() {
        Settings settings = read(NONE, Map.of("TITORELLI_TOPIC_PREFIX", "env."), "topic.prefix=file.");

        assertThat(settings.text(SettingKeys.TOPIC_PREFIX)).contains("env.");
    }

    @Test
    void prefersFlagsToTheEnvironment() {
        Settings settings = read(Map.of("topic.prefix", "flag."), Map.of("TITORELLI_TOPIC_PREFIX", "env."), "");

        assertThat(settings.text(SettingKeys.TOPIC_PREFIX)).contains("flag.");
    }

    @Test
    void passesKafkaSettingsThroughFromEverySource() {
        Settings settings = read(
                Map.of("kafka.client.dns.lookup", "use_all_dns_ips"),
                Map.of("TITORELLI_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
                "kafka.sasl.mechanism=SCRAM-SHA-512\nkafka.ssl.truststore.location=/trust.pem");

        assertThat(settings.kafka())
                .containsOnly(
                        Map.entry("client.dns.lookup", "use_all_dns_ips"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
                        Map.entry("ssl.truststore.location", "/trust.pem"));
    }

    @Test
    void findsObjectsInTheHomeFolder() {
        assertThat(read(NONE, NONE, "objects=~/pictures").objects())
                .containsOnly(Map.entry("objects", home.resolve("pictures").toString()));
    }

    @Test
    void passesOnWhereS3Is() {
        Settings settings = read(
                NONE,
                Map.of("TITORELLI_OBJECTS_SECRET_KEY", "s3cret"),
                "objects=s3://pictures\nobjects.region=eu-central-1\nobjects.access.key=id");

        assertThat(settings.objects())
                .containsOnly(
                        Map.entry("objects", "s3://pictures"),
                        Map.entry("objects.region", "eu-central-1"),
                        Map.entry("objects.access.key", "id"),
                        Map.entry("objects.secret.key", "s3cret"));
    }

    @Test
    void readsSecretsFromFiles() throws IOException {
        Path file = Files.writeString(home.resolve("pw"), "s3cret\n");

        Settings settings = read(NONE, NONE, "kafka.ssl.keystore.password.file=" + file);

        assertThat(settings.kafka().get("ssl.keystore.password"))
                .asInstanceOf(type(Password.class))
                .extracting(Password::value)
                .isEqualTo("s3cret");
    }

    @Test
    void givesTheRegistryItsPassword() throws IOException {
        Path file = Files.writeString(home.resolve("pw"), "s3cret\n");

        Settings settings = read(
                NONE, Map.of("TITORELLI_SCHEMA_REGISTRY_PASSWORD_FILE", file.toString()), "schema.registry.user=me");

        assertThat(settings.registry().login().orElseThrow().password()).isEqualTo("s3cret");
    }

    @Test
    void hidesSecrets() {
        Settings settings = read(
                NONE, NONE, "kafka.sasl.jaas.config=s3cret\nschema.registry.user=me\nschema.registry.password=s3cret");

        assertThat(settings + " " + settings.kafka() + " " + settings.registry() + new Secret("s3cret"))
                .doesNotContain("s3cret");
    }

    @Test
    void namesTheNearestKnownSetting() {
        assertThatThrownBy(() -> read(NONE, NONE, "topic.prefx=x"))
                .hasMessage("topic.prefx: no such setting; did you mean topic.prefix?");
        assertThatThrownBy(() -> read(NONE, Map.of("TITORELLI_TOPICPREFIX", "x"), ""))
                .hasMessage("TITORELLI_TOPICPREFIX: no such setting; did you mean TITORELLI_TOPIC_PREFIX?");
        assertThatThrownBy(() -> read(Map.of("worker.nam", "x"), NONE, ""))
                .hasMessage("--worker.nam: no such setting; did you mean --worker.name?");
    }

    @Test
    void tellsAllProblemsTogether() {
        assertThatThrownBy(() -> Settings.read(
                        sources(
                                Map.of("worker.heartbeat.ms", "soon", "config", "nowhere"),
                                Map.of("TITORELLI_SCHEMA_REGISTRY_URL", "ftp://x", "TITORELLI_OBJECT", "y"),
                                ""),
                        List.of(settings -> settings.required(SettingKeys.MODEL))))
                .asInstanceOf(type(SettingsException.class))
                .extracting(SettingsException::problems)
                .asInstanceOf(list(String.class))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).isEqualTo("--config nowhere: no such file"),
                        problem -> assertThat(problem)
                                .isEqualTo("--worker.heartbeat.ms 'soon': allowed is milliseconds, 1 and above"),
                        problem -> assertThat(problem).startsWith("TITORELLI_OBJECT: no such setting"),
                        problem -> assertThat(problem).startsWith("schema.registry.url 'ftp://x'"),
                        problem -> assertThat(problem).startsWith("model: has to be set"));
    }

    @Test
    void refusesKafkaSettingsThatTheProtocolRestsOn() {
        assertThatThrownBy(() -> read(NONE, NONE, "kafka.consumer.isolation.level=read_uncommitted"))
                .hasMessage("kafka.consumer.isolation.level: can't be set; it is always read_committed");
    }

    @Test
    void leavesTheVariablesOfLauncherAndContainersAlone() {
        Map<String, String> others = Map.of(
                "TITORELLI_JAVA_OPTS", "-Xmx1g",
                "TITORELLI_DATA", "/data",
                "TITORELLI_HALT_AT", "mid-steps",
                "TITORELLI_REGISTRY_SERVICE_HOST", "10.0.0.1",
                "TITORELLI_PORT_8081_TCP_ADDR", "10.0.0.1");

        assertThat(read(NONE, others, "").text(SettingKeys.MODEL)).isEmpty();
    }

    @Test
    void takesTheAddressOfAServiceCalledTitorelliHttpForNoPort() {
        Map<String, String> link = Map.of("TITORELLI_HTTP_PORT", "tcp://10.0.0.1:80");

        assertThat(read(NONE, link, "").text(SettingKeys.HTTP_PORT)).contains("0");
    }

    @Test
    void readsThePortOfTheContainersEnvironment() {
        Map<String, String> container = Map.of("TITORELLI_HTTP_PORT", "8080");

        assertThat(read(NONE, container, "").text(SettingKeys.HTTP_PORT)).contains("8080");
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThatThrownBy(() -> read(NONE, NONE, "http.port=65536"))
                .hasMessageContaining("http.port")
                .hasMessageContaining("65536")
                .hasMessageContaining("port, 0 for a free one, or off");
    }

    @Test
    void namesASecretsFileThatCantBeRead() {
        assertThatThrownBy(() -> read(NONE, NONE, "kafka.ssl.key.password.file=/nowhere/pw"))
                .hasMessage("kafka.ssl.key.password.file /nowhere/pw: can't be read");
    }

    private Settings read(Map<String, String> flags, Map<String, String> environment, String file) {
        return Settings.read(sources(flags, environment, file), List.of());
    }

    private Sources sources(Map<String, String> flags, Map<String, String> environment, String file) {
        try {
            Path folder = Files.createDirectories(home.resolve(".titorelli"));
            Files.writeString(folder.resolve("titorelli.properties"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Sources(flags, environment, home);
    }
}
