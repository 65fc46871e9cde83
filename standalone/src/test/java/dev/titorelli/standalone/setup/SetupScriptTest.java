package dev.titorelli.standalone.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.identity.QueueName;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupScriptTest {

    private static final List<QueueName> QUEUES = List.of(QueueName.parse("shapes.tokens-64"));

    @Test
    void makesEveryTopicOfThePlan() {
        assertThat(SetupScript.lines(new SetupPlan("t.", 3, 1, (short) 2, QUEUES), "kafka:9092"))
                .contains("kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists --topic t.model.v1"
                        + " --partitions 1 --replication-factor 2 --config cleanup.policy=compact"
                        + " --config max.message.bytes=1048576");
    }

    @Test
    void leavesTheReplicationToTheBroker() {
        assertThat(SetupScript.lines(new SetupPlan("t.", 3, 1, SetupPlan.BROKERS_REPLICATION, QUEUES), "kafka:9092"))
                .noneMatch(line -> line.contains("replication-factor"));
    }

    @Test
    void setsUpEveryShareGroup() {
        assertThat(SetupScript.lines(new SetupPlan("t.", 3, 1, (short) 2, QUEUES), "kafka:9092"))
                .contains("kafka-configs.sh --bootstrap-server kafka:9092 --alter --entity-type groups"
                        + " --entity-name t.job.v1.shapes.tokens-64 --add-config share.auto.offset.reset=earliest,"
                        + "share.delivery.count.limit=10,share.isolation.level=read_committed,"
                        + "share.record.lock.duration.ms=15000");
    }
}
