package dev.titorelli.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.bench.CpuSeconds.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuSecondsTest {

    @ParameterizedTest
    @CsvSource({
        "bench-1.stream-app-2-StreamThread-1, STREAM_THREADS",
        "bench-1.pass-through-2-StreamThread-1, STREAM_THREADS",
        "kafka-producer-network-thread | bench-1.stream-app-2-StreamThread-1-producer, APP_CLIENTS",
        "bench-1.stream-app-2-GlobalStreamThread, APP_CLIENTS",
        "kafka-coordinator-heartbeat-thread | bench-1.pass-through, APP_CLIENTS",
        "pass-through-reader, BENCH",
        "kafka-producer-network-thread | producer-1, BENCH",
        "fake-worker, BENCH",
        "data-plane-kafka-request-handler-0, BROKER"
    })
    void tellsWhoSpendsTimeFromAThreadsName(String thread, Role role) {
        assertThat(Role.of(thread)).isEqualTo(role);
    }

    @Test
    void whatNoThreadSpentIsTheVirtualMachines() {
        Map<Role, Double> spent =
                Map.of(Role.STREAM_THREADS, 3.0, Role.APP_CLIENTS, 1.0, Role.BROKER, 2.0, Role.BENCH, 0.5);

        assertThat(new CpuSeconds(10, spent).ofTheMachine()).isEqualTo(3.5);
    }
}
