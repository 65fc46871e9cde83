package dev.titorelli.stream.decode;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.OwnerPartition;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Brings a user's record to the partition that owns it. Key and partition of the record are advice, for clients hash keys
 * differently; the body says who owns it. A misplaced record takes exactly one hop.
 */
public final class IngestProcessor<V extends SpecificRecord> implements Processor<String, Arrived<V>, String, Object> {

    private final IngestNode<V> node;
    private ProcessorContext<String, Object> context;

    public IngestProcessor(IngestNode<V> node) {
        this.node = node;
    }

    @Override
    public void init(ProcessorContext<String, Object> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<String, Arrived<V>> input) {
        Arrived<V> arrived = input.value();
        String key;
        try {
            key = node.key().apply(arrived.value());
        } catch (IllegalArgumentException e) {
            long now = context.currentSystemTimeMs();
            context.forward(
                    input.withValue(DeadLetters.about(arrived, FaultCode.BAD_IDENTITY, e.getMessage(), Map.of(), now)),
                    node.graveyard());
            return;
        }
        if (isInPlace(key, arrived.origin())) {
            context.forward(input.withKey(key).withValue(arrived), node.next());
        } else {
            context.forward(input.withKey(key).withValue(arrived.payload()), node.hop());
        }
    }

    private boolean isInPlace(String key, Origin origin) {
        return origin.topic().equals(node.rekeyedTopic())
                || OwnerPartition.of(key, node.partitions()) == origin.partition();
    }
}
