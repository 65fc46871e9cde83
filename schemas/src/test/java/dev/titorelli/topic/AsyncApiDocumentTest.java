package dev.titorelli.topic;

import static dev.titorelli.topic.AsyncApiDocument.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.titorelli.Event;
import dev.titorelli.Progress;
import dev.titorelli.header.CloudEventHeaders;
import dev.titorelli.header.Trace;
import dev.titorelli.settings.SettingKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncApiDocumentTest {

    private static final String PREFIX = "{prefix}";
    private static final String JOBS = PREFIX + "job.v1.{queue}";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private AsyncApiDocument document;

    @BeforeEach
    void read() throws IOException {
        document = AsyncApiDocument.read(Path.of("..", "docs", "asyncapi.yaml"));
    }

    @Test
    void hasAChannelForEveryTopicAndNoOther() {
        assertThat(document.channels())
                .extracting(channel -> channel.get("address"))
                .containsExactlyInAnyOrderElementsOf(topics().keySet());
    }

    @Test
    void refersToTheSchemaThatEachTopicCarriesNow() throws IOException {
        for (Map<String, Object> channel : document.channels()) {
            Topic<?> topic = topicOf(channel);
            assertThat(document.payload(document.message(channel)).toString())
                    .as(topic.noun() + ": the newest version under committed/")
                    .isEqualTo(topic.schema().toString());
        }
    }

    @Test
    void namesEachMessageAfterItsRecord() {
        assertThat(document.channels())
                .allSatisfy(channel -> assertThat(document.message(channel).get("name"))
                        .isEqualTo(topicOf(channel).schema().getName()));
    }

    @Test
    void saysHowEachTopicIsMade() {
        assertThat(document.channels()).allSatisfy(channel -> {
            Map<String, Object> kafka = map(map(channel.get("bindings")).get("kafka"));
            Map<String, String> settings = new TreeMap<>();
            map(kafka.get("topicConfiguration")).forEach((name, value) -> settings.put(name, text(value)));

            assertThat(settings).isEqualTo(topicOf(channel).settings());
            assertThat(kafka.get("partitions")).isEqualTo(partitions(topicOf(channel)));
        });
    }

    @Test
    void saysOfEachKeyWhatItIs() {
        assertThat(document.channels()).allSatisfy(channel -> {
            Map<String, Object> bindings = map(document.message(channel).get("bindings"));
            assertThat(map(map(bindings.get("kafka")).get("key")).get("description"))
                    .isNotNull();
        });
    }

    @Test
    void saysWhichHeadersEventsAndProgressHave() {
        Event event = Event.newBuilder().setTenant("t").setRequestId("r").build();
        Progress progress = Progress.newBuilder()
                .setTenant("t")
                .setRequestId("r")
                .setJobId("t/r/s/0")
                .build();

        assertThat(documentedHeaders("event"))
                .isEqualTo(writtenHeaders(Topics.EVENT, event))
                .isEqualTo(documentedHeaders("progress"))
                .isEqualTo(writtenHeaders(Topics.PROGRESS, progress));
    }

    @Test
    void hasAnOperationOnEachChannel() {
        Set<Map<String, Object>> used = document.at("operations").values().stream()
                .map(operation -> document.resolved(map(operation).get("channel")))
                .collect(Collectors.toSet());

        assertThat(document.channels()).allSatisfy(channel -> assertThat(used).contains(channel));
    }

    @Test
    void hasNoMessageThatNobodySends() {
        List<Map<String, Object>> used =
                document.channels().stream().map(document::message).toList();

        assertThat(document.at("components", "messages").values())
                .allSatisfy(message -> assertThat(used).contains(map(message)));
    }

    @Test
    void refersToNothingThatItLacks() {
        assertThat(document.references()).isNotEmpty().allSatisfy(reference -> assertThatCode(
                        () -> document.resolved(Map.of("$ref", reference)))
                .doesNotThrowAnyException());
    }

    private static Map<String, Topic<?>> topics() {
        Map<String, Topic<?>> byAddress = new TreeMap<>();
        Topics.all().forEach(topic -> byAddress.put(PREFIX + topic.noun(), topic));
        byAddress.put(JOBS, Topics.JOB);
        return byAddress;
    }

    private static Topic<?> topicOf(Map<String, Object> channel) {
        return topics().get(channel.get("address"));
    }

    /** Kafka's settings are lists in the document where Kafka has one text. */
    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).collect(Collectors.joining(","))
                : value.toString();
    }

    private static int partitions(Topic<?> topic) {
        return switch (topic.partitioning()) {
            case BY_REQUEST -> Integer.parseInt(SettingKeys.TOPICS_REQUEST_PARTITIONS.fallback());
            case BY_QUEUE -> Integer.parseInt(SettingKeys.TOPICS_QUEUE_PARTITIONS.fallback());
            case SINGLE -> 1;
        };
    }

    private Set<String> documentedHeaders(String message) {
        Map<String, Object> headers =
                document.resolved(document.at("components", "messages", message).get("headers"));
        return new TreeSet<>(map(headers.get("properties")).keySet());
    }

    private static Set<String> writtenHeaders(Topic<?> topic, SpecificRecord value) {
        Headers headers = Trace.headers(TRACE);
        CloudEventHeaders.of(topic, Topics.DEFAULT_PREFIX).addTo(headers, value);
        Stream<Header> all = StreamSupport.stream(headers.spliterator(), false);
        return all.map(Header::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
