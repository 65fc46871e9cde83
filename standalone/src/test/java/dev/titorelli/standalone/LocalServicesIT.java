package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.identity.Sha256;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.Sources;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStores;
import dev.titorelli.worker.object.PutResult;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that run alone. */
class LocalServicesIT {

    @TempDir
    private Path data;

    @Test
    void servesObjectsAloneAndTellsProgramsHow() {
        ChosenServices objects = new ChosenServices(
                data, Optional.empty(), Optional.empty(), Optional.of(S3Door.of(0)), Optional.empty());
        byte[] picture = {1, 2, 3};
        try (LocalServices services = LocalServices.start(objects)) {
            Settings settings = Settings.read(
                    new Sources(Map.of("config", services.settingsFile().toString()), Map.of(), data), List.of());

            PutResult put = ObjectStores.open(settings.objects())
                    .putIfAbsent("a", picture, new ObjectMetadata("image/png", Sha256.of(picture), new TreeMap<>()));

            assertThat(put).isEqualTo(new PutResult.Created());
            assertThat(services.objectsRoot().resolve("a")).hasBinaryContent(picture);
        }
        assertThat(data.resolve("cluster.properties")).doesNotExist();
    }

    @Test
    void keepsSchemasInAKafkaThatRunsElsewhere() {
        try (LocalServices broker = LocalServices.start(kafkaOnly())) {
            int id;
            try (LocalServices services = LocalServices.start(registryOnly(broker.bootstrapServers()))) {
                id = registry(services).register("kept", Topics.REQUEST.schema());
            }
            try (LocalServices again = LocalServices.start(registryOnly(broker.bootstrapServers()))) {
                assertThat(registry(again).byId(id)).isEqualTo(Topics.REQUEST.schema());
            }
        }
    }

    @Test
    void needsAKafkaForTheRegistry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ChosenServices(data, Optional.empty(), Optional.of(0), Optional.empty(), Optional.empty()))
                .withMessageContaining("broker");
    }

    private ChosenServices kafkaOnly() {
        return new ChosenServices(
                data.resolve("broker"), Optional.of(0), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private ChosenServices registryOnly(String brokers) {
        return new ChosenServices(
                data.resolve("registry"), Optional.empty(), Optional.of(0), Optional.empty(), Optional.of(brokers));
    }

    private static SchemaRegistry registry(LocalServices services) {
        return SchemaRegistries.open(RegistrySettings.of(URI.create(services.registryUrl())));
    }
}
