package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.serde.AvroReader;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the global store of models. The first digest owns its alias: an entry with another one is ignored.
 */
public final class LearnModels implements Processor<String, byte[], Void, Void> {

    private static final Logger log = LoggerFactory.getLogger(LearnModels.class);

    private final String store;
    private final String topic;
    private final GlobalReader<CatalogueEntry> reader;
    private KeyValueStore<String, CatalogueEntry> models;

    public LearnModels(String store, String topic, AvroReader<CatalogueEntry> reader) {
        this.store = store;
        this.topic = topic;
        this.reader = new GlobalReader<>(reader);
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        models = context.getStateStore(store);
    }

    @Override
    public void process(Record<String, byte[]> input) {
        if (input.key() == null) {
            return;
        }
        if (input.value() == null) {
            models.delete(input.key());
            return;
        }
        reader.read(topic, input.value()).ifPresent(entry -> learn(input.key(), entry));
    }

    private void learn(String key, CatalogueEntry entry) {
        Optional<String> complaint = EntryRules.complaint(key, entry);
        if (complaint.isPresent()) {
            log.atWarn().addKeyValue("model", key).log("ignored an entry: {}", complaint.get());
            return;
        }
        CatalogueEntry owner = models.get(key);
        if (owner != null && !owner.getDigest().equals(entry.getDigest())) {
            log.atWarn()
                    .addKeyValue("model", key)
                    .log(
                            "ignored an entry: the alias belongs to digest {}, not {}",
                            owner.getDigest(),
                            entry.getDigest());
            return;
        }
        models.put(key, entry);
    }
}
