package dev.titorelli.standalone.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedTopicsTest {

    private static final QueueName QUEUE = QueueName.parse("shapes.tokens-64.bulk");
    private static final SetupPlan PLAN = new SetupPlan("t.", 3, 2, (short) 1, List.of(QUEUE, QUEUE));

    @Test
    void addsOneJobTopicForEachQueueToThoseThatExistOnce() {
        List<String> names =
                PlannedTopics.all(PLAN).stream().map(topic -> topic.name("t.")).toList();

        assertThat(names).hasSize(Topics.all().size() + 1).contains("t.request.v1", "t.job.v1.shapes.tokens-64.bulk");
    }

    @Test
    void givesEveryTopicThatFollowsRequestsTheSameNumberOfPartitions() {
        assertThat(List.of(
                        Topics.REQUEST,
                        Topics.CONTROL,
                        Topics.REQUEST_REKEYED,
                        Topics.CONTROL_REKEYED,
                        Topics.PLACEMENT,
                        Topics.OUTCOME))
                .allSatisfy(topic -> assertThat(PlannedTopics.partitions((Topic<?>) topic, PLAN))
                        .isEqualTo(3));
        assertThat(PlannedTopics.partitions(Topics.QUEUE, PLAN)).isEqualTo(2);
        assertThat(PlannedTopics.partitions(Topics.job(QUEUE), PLAN)).isEqualTo(1);
    }

    @Test
    void namesEachShareGroupAfterItsTopic() {
        assertThat(PlannedTopics.shareGroups(PLAN)).containsExactly("t.inspect.v1", "t.job.v1.shapes.tokens-64.bulk");
    }
}
