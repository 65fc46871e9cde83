package dev.titorelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramMetricsTest {

    private final ProgramMetrics metrics = new ProgramMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void measuresJvmAndProcess() {
        assertThat(metrics.scrape()).contains("jvm_memory_used_bytes{", "process_uptime_seconds ");
    }

    @Test
    void saysOfEachOfOurOwnWhatItMeans() {
        metrics.registry().counter(MetricKeys.WORKER_JOBS.name(), "what", "taken");
        metrics.registry().timer(MetricKeys.STEP_TIME.name(), "bucket", "16");

        assertThat(metrics.scrape())
                .contains("# HELP titorelli_worker_jobs_total " + MetricKeys.WORKER_JOBS.meaning())
                .contains("# HELP titorelli_step_seconds " + MetricKeys.STEP_TIME.meaning());
    }

    @Test
    void leavesOutMetersOfKafkaThatAreNotInTheTable() {
        metrics.registry().counter("kafka.consumer.something.total", "client.id", "a");

        assertThat(metrics.scrape()).doesNotContain("something");
    }

    @Test
    void cutsTheProcessOutOfClientIds() {
        metrics.registry()
                .gauge(
                        "kafka.producer.connection.count",
                        Tags.of("client.id", "app-0b9c7b1e-30f5-4b21-8f0e-5b7a8f8f2a11-StreamThread-1-producer"),
                        7);

        assertThat(metrics.scrape())
                .contains("kafka_producer_connection_count{client_id=\"StreamThread-1-producer\"} 7");
    }

    @Test
    void keepsTheIdOfAClientThatIsOnlyAProcess() {
        metrics.registry()
                .gauge(
                        "kafka.stream.alive.stream.threads",
                        Tags.of("client.id", "app-0b9c7b1e-30f5-4b21-8f0e-5b7a8f8f2a11"),
                        1);

        assertThat(metrics.scrape()).contains("kafka_stream_alive_stream_threads{client_id=\"streams\"} 1");
    }
}
