package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelLimits;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

    private static final TopicPartition PARTITION = new TopicPartition("model.v1", 0);

    private final CatalogueEntry ours = CatalogueEntry.newBuilder()
            .setAlias("m")
            .setDigest("digest")
            .setLimits(ModelLimits.newBuilder().setMaxSteps(50).build())
            .setBuckets(List.of(new ModelBucket(16, 100)))
            .build();

    @Test
    void lacksAnAliasThatNobodyOwns() {
        assertThat(new Catalogue(Map.of()).lacks(ours)).isTrue();
    }

    @Test
    void knowsTheSameModelAnnouncedEarlier() {
        assertThat(owned(CatalogueEntry.newBuilder(ours).setAt(NOON).build()).lacks(ours))
                .isFalse();
    }

    @Test
    void refusesAnAliasOfOtherWeights() {
        refuses(CatalogueEntry.newBuilder(ours).setDigest("first").build(), "digest first", "has digest");
    }

    @Test
    void refusesOtherLimitsUnderTheSameAlias() {
        refuses(CatalogueEntry.newBuilder(ours).setLimits(new ModelLimits()).build(), "limits");
    }

    @Test
    void refusesAnotherFitOfStepCachingUnderTheSameAlias() {
        refuses(CatalogueEntry.newBuilder(ours).setCachingFit("first").build(), "step caching fit first");
    }

    @Test
    void aFitUnderAnAliasWithoutOneIsNoOtherModel() {
        assertThat(owned(ours)
                        .lacks(CatalogueEntry.newBuilder(ours)
                                .setCachingFit("fit")
                                .build()))
                .isFalse();
    }

    @Test
    void refusesOtherBucketsUnderTheSameAlias() {
        refuses(CatalogueEntry.newBuilder(ours).setBuckets(List.of()).build(), "buckets");
    }

    @Test
    void readsTheLastEntryOfEachAlias() {
        SchemaRegistry registry = new InMemorySchemaRegistry();
        AvroWriter<CatalogueEntry> writer = AvroWriter.of(Topics.MODEL, "", registry);
        byte[] other =
                writer.write(CatalogueEntry.newBuilder(ours).setAlias("gone").build());
        MockConsumer<byte[], byte[]> consumer = consumer(
                List.of(record(0, "gone", other), record(1, "m", writer.write(ours)), record(2, "gone", null)));

        Catalogue catalogue =
                Catalogue.read(consumer, "model.v1", AvroReader.of(Topics.MODEL, registry), Catalogue.LATEST);

        assertThat(catalogue.lacks(ours)).isFalse();
        assertThat(catalogue.lacks(
                        CatalogueEntry.newBuilder(ours).setAlias("gone").build()))
                .isTrue();
    }

    @Test
    void findsWhoCameFirstOfTwoThatAnnouncedAnAliasAtOnce() {
        SchemaRegistry registry = new InMemorySchemaRegistry();
        AvroWriter<CatalogueEntry> writer = AvroWriter.of(Topics.MODEL, "", registry);
        byte[] rival =
                writer.write(CatalogueEntry.newBuilder(ours).setDigest("rival").build());
        List<ConsumerRecord<byte[], byte[]>> both = List.of(record(0, "m", rival), record(1, "m", writer.write(ours)));
        AvroReader<CatalogueEntry> reader = AvroReader.of(Topics.MODEL, registry);

        assertThat(Catalogue.read(consumer(both), "model.v1", reader, Catalogue.FIRST)
                        .owner("m"))
                .get()
                .extracting(CatalogueEntry::getDigest)
                .isEqualTo("rival");
        assertThat(Catalogue.read(consumer(both), "model.v1", reader, Catalogue.LATEST)
                        .owner("m"))
                .contains(ours);
    }

    private void refuses(CatalogueEntry owner, String... words) {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> owned(owner).lacks(ours))
                .withMessageContainingAll(words);
    }

    private static Catalogue owned(CatalogueEntry owner) {
        return new Catalogue(Map.of(owner.getAlias(), owner));
    }

    private static MockConsumer<byte[], byte[]> consumer(List<ConsumerRecord<byte[], byte[]>> records) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, byte[] value) {
        return new ConsumerRecord<>("model.v1", 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
    }
}
