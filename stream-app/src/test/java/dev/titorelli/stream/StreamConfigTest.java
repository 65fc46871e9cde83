package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.settings.Settings;
import dev.titorelli.settings.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamConfigTest {

    /** After how long a stock broker is missed by its controller: broker.session.timeout.ms. */
    private static final int BROKER_MISSED_MS = 9_000;

    @TempDir
    private Path folder;

    @Test
    void letsATransactionOutliveABrokersDeath() throws Exception {
        assertThat((Integer) config().get("producer.transaction.timeout.ms")).isGreaterThan(BROKER_MISSED_MS);
    }

    @Test
    void givesTheStatesTopicsAsManyCopiesAsSetupsTopics() throws Exception {
        assertThat(config("--topics.replication=3")).containsEntry("replication.factor", "3");
    }

    @Test
    void leavesTheCopiesOfTheStatesTopicsToTheBrokerUnlessTheyAreSet() throws Exception {
        assertThat(config()).doesNotContainKey("replication.factor");
    }

    @Test
    void letsTheUsersKafkaSettingsWin() throws Exception {
        assertThat(config(
                        "--topics.replication=3",
                        "--kafka.replication.factor=2",
                        "--kafka.session.timeout.ms=30000",
                        "--kafka.producer.transaction.timeout.ms=20000"))
                .containsEntry("replication.factor", "2")
                .containsEntry("session.timeout.ms", "30000")
                .containsEntry("producer.transaction.timeout.ms", "20000");
    }

    @Test
    void tellsTheSessionThatTheConsumerHas() throws Exception {
        assertThat(StreamConfig.session(config())).hasSeconds(15);
        assertThat(StreamConfig.session(config("--kafka.session.timeout.ms=30000")))
                .hasSeconds(30);
        assertThat(StreamConfig.session(
                        config("--kafka.session.timeout.ms=30000", "--kafka.consumer.session.timeout.ms=6000")))
                .hasSeconds(6);
    }

    private Properties config(String... flags) throws Exception {
        Path file = folder.resolve("t.properties");
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.add("--config=" + file);
        return StreamConfig.of(
                StreamSettingsReading.of(Settings.read(Sources.ofProcess(arguments), StreamSettingsReading.CHECKS)));
    }
}
