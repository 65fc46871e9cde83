import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends one request to Titorelli, waits until it has ended and saves its picture: {@code java Submit.java PROMPT FILE.png}. */
public final class Submit {

    private static final Set<String> ENDS = Set.of("REJECTED", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED");
    private static final String REGISTRY = setting("REGISTRY", "http://127.0.0.1:8081");
    private static final String OBJECTS = setting("OBJECTS", System.getProperty("user.home") + "/.titorelli/objects");

    private Submit() {}

    public static void main(String[] args) throws Exception {
        String kafka = setting("KAFKA", "127.0.0.1:9092");
        Map<String, Object> reading = Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed");
        Map<String, Object> writing = Map.of("bootstrap.servers", kafka);
        String id = "java-" + UUID.randomUUID();
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            // Where the events are to be read from is settled before the request is sent, so that none is missed.
            List<TopicPartition> events = consumer.partitionsFor("titorelli.event.v1").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(events);
            consumer.seekToEnd(events);
            events.forEach(consumer::position);
            byte[] key = ("me/" + id).getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("titorelli.request.v1", key, request(id, args[0]))).get();
            String kind = "";
            while (!ENDS.contains(kind)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals("me/" + id)) {
                        kind = tell(read(record.value()), Path.of(args[1]));
                    }
                }
            }
            System.exit(kind.equals("COMPLETED") ? 0 : 1);
        }
    }

    private static String tell(GenericRecord event, Path file) throws Exception {
        System.out.println(event.get("kind"));
        if (event.get("kind").toString().equals("COMPLETED")) {
            GenericRecord image = (GenericRecord) ((List<?>) event.get("images")).get(0);
            Files.copy(Path.of(OBJECTS, ((GenericRecord) image.get("image")).get("key").toString()), file,
                    StandardCopyOption.REPLACE_EXISTING);
            System.out.println("saved " + file + ", seed " + image.get("seed"));
        } else if (ENDS.contains(event.get("kind").toString())) {
            System.out.println(event.get("violations") + " " + event.get("failure"));
        }
        return event.get("kind").toString();
    }

    /** Confluent's framing: a zero byte and the schema's id, then Avro. What is not set has its default. */
    private static byte[] request(String id, String prompt) throws Exception {
        JsonNode found = ask("/subjects/titorelli.request.v1-value/versions/latest");
        Schema schema = new Schema.Parser().parse(found.get("schema").asText());
        Schema stage = schema.getField("stages").schema().getElementType();
        GenericRecord request = new GenericRecordBuilder(schema)
                .set("tenant", "me")
                .set("requestId", id)
                .set("stages", List.of(new GenericRecordBuilder(stage).set("prompt", prompt).build()))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).putInt(1, found.get("id").asInt()).array());
        BinaryEncoder avro = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(request, avro);
        avro.flush();
        return out.toByteArray();
    }

    private static GenericRecord read(byte[] framed) throws Exception {
        JsonNode found = ask("/schemas/ids/" + ByteBuffer.wrap(framed).getInt(1));
        Schema schema = new Schema.Parser().parse(found.get("schema").asText());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(framed, 5, framed.length - 5, null));
    }

    private static JsonNode ask(String path) throws Exception {
        try (InputStream answer = URI.create(REGISTRY + path).toURL().openStream()) {
            return new ObjectMapper().readTree(answer);
        }
    }

    private static String setting(String name, String fallback) {
        return System.getenv().getOrDefault(name, fallback);
    }
}
