package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.identity.QueueName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ArmingOrderTest {

    private final List<QueueName> queues = Buckets.queues("m", List.of(16, 64));

    @Test
    void asksForInteractiveJobsFirst() {
        assertThat(order(0)).containsExactly("m.tokens-16", "m.tokens-64", "m.tokens-16.bulk", "m.tokens-64.bulk");
    }

    @Test
    void letsTheQueuesOfALaneTakeTurns() {
        assertThat(order(1)).startsWith("m.tokens-64", "m.tokens-16");
    }

    @Test
    void asksForBulkJobsFirstEveryFourthTurnAndForEachBucketInTurn() {
        assertThat(order(3)).startsWith("m.tokens-16.bulk");
        assertThat(order(7)).startsWith("m.tokens-64.bulk");
        assertThat(IntStream.range(0, 8).filter(turn -> order(turn).get(0).endsWith(".bulk")))
                .containsExactly(3, 7);
    }

    @Test
    void asksForEveryQueueInEveryTurn() {
        assertThat(IntStream.range(0, 20)).allSatisfy(turn -> assertThat(ArmingOrder.of(queues, turn))
                .containsExactlyInAnyOrderElementsOf(queues));
    }

    private List<String> order(int turn) {
        return ArmingOrder.of(queues, turn).stream().map(QueueName::toString).toList();
    }
}
