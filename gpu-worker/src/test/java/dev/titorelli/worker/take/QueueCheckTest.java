package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

final class QueueCheckTest {

    @Test
    void isContentWithAGroupThatLosesNothing() {
        assertThat(QueueCheck.lacking(group("earliest", "read_committed"))).isEmpty();
    }

    @Test
    void seesThatTheFirstJobsWouldBePassedOver() {
        assertThat(QueueCheck.lacking(group("latest", "read_committed")))
                .containsExactly("share.auto.offset.reset=earliest");
    }

    @Test
    void seesThatJobsOfOpenTransactionsWouldBeRead() {
        assertThat(QueueCheck.lacking(group("earliest", "read_uncommitted")))
                .containsExactly("share.isolation.level=read_committed");
    }

    @Test
    void seesSettingsThatAreNotThereAtAll() {
        assertThat(QueueCheck.lacking(new Config(List.of()))).hasSize(2);
    }

    private static Config group(String reset, String isolation) {
        return new Config(List.of(
                new ConfigEntry("share.auto.offset.reset", reset),
                new ConfigEntry("share.isolation.level", isolation)));
    }
}
