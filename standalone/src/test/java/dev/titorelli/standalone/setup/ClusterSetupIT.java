package dev.titorelli.standalone.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSetupIT {

    private static final QueueName QUEUE = QueueName.parse("shapes.tokens-64");

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final String prefix = "t" + UUID.randomUUID() + ".";

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close(Duration.ofSeconds(5));
        kafka.close();
    }

    @Test
    void makesEveryTopicWithItsPartitionsAndSettings() throws Exception {
        ClusterSetup.apply(admin, registry, plan(3));

        assertThat(partitionsOf("request.v1")).isEqualTo(3);
        assertThat(partitionsOf("job.v1.shapes.tokens-64")).isEqualTo(1);
        assertThat(admin.listTopics().names().get())
                .containsAll(
                        Topics.all().stream().map(topic -> topic.name(prefix)).toList());
        assertThat(settingsOf(ConfigResource.Type.TOPIC, "worker.v1")
                        .get("cleanup.policy")
                        .value())
                .isEqualTo("compact");
    }

    @Test
    void setsUpTheShareGroupOfAJobTopic() throws Exception {
        ClusterSetup.apply(admin, registry, plan(3));

        Config group = settingsOf(ConfigResource.Type.GROUP, "job.v1.shapes.tokens-64");

        assertThat(group.get("share.auto.offset.reset").value()).isEqualTo("earliest");
        assertThat(group.get("share.isolation.level").value()).isEqualTo("read_committed");
        assertThat(group.get("share.record.lock.duration.ms").value()).isEqualTo("15000");
    }

    @Test
    void registersEverySubjectUnderFullTransitive() {
        ClusterSetup.apply(admin, registry, plan(3));

        String subject = prefix + "job.v1.shapes.tokens-64-value";
        assertThat(registry.latest(subject).schema())
                .isEqualTo(Topics.job(QUEUE).schema());
        assertThat(registry.compatibility(subject)).isEqualTo(Compatibility.FULL_TRANSITIVE);
    }

    @Test
    void changesNothingWhenItIsAppliedAgain() throws Exception {
        ClusterSetup.apply(admin, registry, plan(3));
        var before = admin.describeTopics(List.of(prefix + "request.v1"))
                .allTopicNames()
                .get();

        ClusterSetup.apply(admin, registry, plan(3));

        assertThat(admin.describeTopics(List.of(prefix + "request.v1"))
                        .allTopicNames()
                        .get())
                .isEqualTo(before);
        assertThat(registry.latest(prefix + "request.v1-value").version()).isEqualTo(1);
    }

    @Test
    void refusesATopicWithAnotherNumberOfPartitions() {
        ClusterSetup.apply(admin, registry, plan(3));

        assertThatThrownBy(() -> ClusterSetup.apply(admin, registry, plan(4)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("has 3 partitions, the settings say 4");
    }

    @Test
    void saysWhatTheBrokerRefused() {
        SetupPlan tooLong = new SetupPlan(prefix, 3, 1, (short) 1, List.of(QUEUE), Duration.ofHours(1));

        assertThatThrownBy(() -> ClusterSetup.apply(admin, registry, tooLong))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("share.record.lock.duration.ms");
    }

    private SetupPlan plan(int requestPartitions) {
        return new SetupPlan(prefix, requestPartitions, 1, (short) 1, List.of(QUEUE));
    }

    private int partitionsOf(String noun) throws Exception {
        String name = prefix + noun;
        return admin.describeTopics(List.of(name))
                .allTopicNames()
                .get()
                .get(name)
                .partitions()
                .size();
    }

    private Config settingsOf(ConfigResource.Type type, String noun) throws Exception {
        ConfigResource resource = new ConfigResource(type, prefix + noun);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }
}
