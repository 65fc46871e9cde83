package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketsTest {

    private static final List<Integer> WISHED = List.of(1024, 16, 64, 256);

    @Test
    void leavesOutWhatTheModelsLargestPictureDoesNotNeed() {
        assertThat(Buckets.upTo(WISHED, 64)).containsExactly(16, 64);
        assertThat(Buckets.upTo(WISHED, 65)).containsExactly(16, 64, 256);
    }

    @Test
    void addsABucketForPicturesLargerThanAnyWished() {
        assertThat(Buckets.upTo(WISHED, 5000)).containsExactly(16, 64, 256, 1024, 5000);
    }

    @Test
    void servesBothLanesOfEveryBucket() {
        assertThat(Buckets.queues("m", List.of(16, 64)))
                .extracting(QueueName::toString)
                .containsExactly("m.tokens-16", "m.tokens-16.bulk", "m.tokens-64", "m.tokens-64.bulk");
    }

    @Test
    void takesFromAllQueuesUnlessSomeAreWished() {
        List<QueueName> queues = Buckets.queues("m", List.of(16, 64));

        assertThat(Buckets.chosen(queues, List.of())).isEqualTo(queues);
        assertThat(Buckets.chosen(queues, List.of(QueueName.parse("m.tokens-64"))))
                .containsExactly(QueueName.parse("m.tokens-64"));
    }

    @Test
    void refusesAWishedQueueThatTheModelDoesNotHave() {
        List<QueueName> queues = Buckets.queues("m", List.of(16));

        assertThatThrownBy(() -> Buckets.chosen(queues, List.of(QueueName.parse("m.tokens-64"))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("m.tokens-64");
    }
}
