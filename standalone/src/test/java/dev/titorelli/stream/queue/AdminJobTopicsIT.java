package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminJobTopicsIT {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close(Duration.ofSeconds(1));
        kafka.close();
    }

    @Test
    void seesATopicThatIsThere() throws Exception {
        create("there");

        try (AdminJobTopics topics = new AdminJobTopics(admin)) {
            assertThat(topics.exists("there")).isTrue();
        }
    }

    @Test
    void seesATopicThatIsMissing() {
        try (AdminJobTopics topics = new AdminJobTopics(admin)) {
            assertThat(topics.exists("missing")).isFalse();
        }
    }

    @Test
    void seesATopicThatIsMadeLater() throws Exception {
        try (AdminJobTopics topics = new AdminJobTopics(admin)) {
            assertThat(topics.exists("later")).isFalse();
            create("later");

            topics.askAgain();

            assertThat(topics.exists("later")).isTrue();
        }
    }

    @Test
    void takesATopicForThereWhileNobodyAnswers() {
        try (Admin alone = Admin.create(Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "default.api.timeout.ms",
                        "3000",
                        "request.timeout.ms",
                        "2000"));
                AdminJobTopics topics = new AdminJobTopics(alone)) {
            assertThat(topics.exists("any")).isTrue();
        }
    }

    /** The controller answers before the broker itself knows. */
    private static void create(String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                .all()
                .get();
        while (!admin.listTopics().names().get().contains(topic)) {
            Thread.onSpinWait();
        }
    }
}
