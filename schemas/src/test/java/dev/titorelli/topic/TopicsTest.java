package dev.titorelli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.identity.QueueName;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void listsEveryTopicThatIsDeclared() {
        List<?> declared = Arrays.stream(Topics.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == Topic.class)
                .map(TopicsTest::valueOf)
                .filter(topic -> topic != Topics.JOB) // The form of the job topics, which come with the models.
                .toList();

        assertThat(declared).isEqualTo(Topics.all());
    }

    @Test
    void givesEachTopicANameOfItsOwn() {
        assertThat(Topics.all()).extracting(topic -> topic.noun()).doesNotHaveDuplicates();
    }

    @Test
    void givesEachTopicANameThatKafkaTakes() {
        Topics.all()
                .forEach(topic -> org.apache.kafka.common.internals.Topic.validate(topic.name(Topics.DEFAULT_PREFIX)));
        org.apache.kafka.common.internals.Topic.validate(
                Topics.job(QueueName.parse("a".repeat(40) + ".tokens-999999999.bulk"))
                        .name(Topics.DEFAULT_PREFIX));
    }

    @Test
    void versionsEveryTopic() {
        assertThat(Topics.all()).allSatisfy(topic -> assertThat(topic.noun()).matches("[a-z-]+\\.v[0-9]+(\\.dlq)?"));
    }

    @Test
    void namesTheSubjectAfterTheTopic() {
        assertThat(Topics.REQUEST.subject("titorelli.")).isEqualTo("titorelli.request.v1-value");
    }

    @Test
    void namesAJobTopicAfterItsQueue() {
        Topic<Job> topic = Topics.job(QueueName.parse("shapes.tokens-64.bulk"));

        assertThat(topic.name("titorelli.")).isEqualTo("titorelli.job.v1.shapes.tokens-64.bulk");
        assertThat(topic.partitioning()).isEqualTo(Topic.Partitioning.SINGLE);
    }

    @Test
    void letsAShareGroupSeeEveryJobOnceItIsCommitted() {
        assertThat(Topics.shareGroupSettings(Duration.ofSeconds(15)))
                .containsEntry("share.auto.offset.reset", "earliest")
                .containsEntry("share.isolation.level", "read_committed")
                .containsEntry("share.record.lock.duration.ms", "15000");
    }

    @Test
    void keepsTheLastWordOfWorkersAndModelsForEver() {
        assertThat(Topics.WORKER.settings()).containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
        assertThat(Topics.MODEL.settings()).doesNotContainKey(TopicConfig.RETENTION_MS_CONFIG);
    }

    @Test
    void forgetsRequestsAfterAWeek() {
        Map<String, String> settings = Topics.REQUEST.settings();

        assertThat(settings).containsEntry(TopicConfig.RETENTION_MS_CONFIG, "604800000");
    }

    @Test
    void hasSchemasWithoutTheJavaGeneratorsMarks() {
        assertThat(Topics.all()).allSatisfy(topic -> {
            assertThat(topic.schema().toString()).doesNotContain("avro.java.string");
            assertThat(topic.schema().toString())
                    .isEqualTo(SpecificData.get()
                            .getSchema(topic.value())
                            .toString()
                            .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                            .replace(",\"avro.java.string\":\"String\"", ""));
        });
    }

    private static Object valueOf(java.lang.reflect.Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
