package dev.titorelli.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.ImageObject;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    @Test
    void writesAnEventOnOneLine() {
        Event event = Event.newBuilder()
                .setKind(EventKind.COMPLETED)
                .setTenant("atelier")
                .setRequestId("heath-1")
                .setSequence(3)
                .setAt(Instant.parse("2026-03-01T12:00:00.250Z"))
                .setLabels(Map.of("note", "two\nlines"))
                .setImages(List.of(EventImage.newBuilder()
                        .setSeed(5)
                        .setImage(ImageObject.newBuilder().setKey("images/a").build())
                        .build()))
                .build();

        String json = RecordJson.write(event);

        assertThat(json)
                .startsWith("{\"kind\":\"COMPLETED\",\"tenant\":\"atelier\",\"requestId\":\"heath-1\",\"sequence\":3,"
                        + "\"at\":\"2026-03-01T12:00:00.250Z\"")
                .contains("\"labels\":{\"note\":\"two\\nlines\"}", "\"image\":{\"key\":\"images/a\"", "\"seed\":5")
                .doesNotContain("\n", "null", "position");
    }

    @Test
    void writesBytesAsBase64() {
        DeadLetter letter = DeadLetter.newBuilder()
                .setCode("NOT_AVRO")
                .setPayload(ByteBuffer.wrap("heath".getBytes(StandardCharsets.UTF_8)))
                .build();

        assertThat(RecordJson.write(letter)).contains("\"payload\":\"aGVhdGg=\"");
        assertThat(letter.getPayload().remaining()).isEqualTo(5);
    }

    @Test
    void writesTheRecordsOfAllTopics() {
        for (Topic<?> topic : Topics.all()) {
            SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, topic.schema());
            topic.schema().getFields().stream()
                    .filter(f -> f.hasDefaultValue())
                    .forEach(f -> record.put(
                            f.pos(), SpecificData.getForSchema(topic.schema()).getDefaultValue(f)));

            assertThat(RecordJson.write(record)).startsWith("{").endsWith("}");
        }
    }
}
