package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerPartitionTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 12, 97})
    void isThePartitionOfKafkasJavaProducer(int partitions) {
        assertThat(IntStream.range(0, 2_000).mapToObj(i -> "atelier/größe-" + i))
                .allSatisfy(key -> {
                    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    assertThat(OwnerPartition.of(key, partitions))
                            .isEqualTo(BuiltInPartitioner.partitionForKey(bytes, partitions));
                });
    }

    @Test
    void usesAllPartitions() {
        assertThat(IntStream.range(0, 200).map(i -> OwnerPartition.of("atelier/heath-" + i, 6)))
                .contains(0, 1, 2, 3, 4, 5);
    }
}
