package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The catalogue as the global store of model.v1 has it. */
public final class StoredCatalogue implements Catalogue {

    private final ReadOnlyKeyValueStore<String, CatalogueEntry> models;

    public StoredCatalogue(ReadOnlyKeyValueStore<String, CatalogueEntry> models) {
        this.models = models;
    }

    @Override
    public Optional<CatalogueEntry> model(String alias) {
        return Optional.ofNullable(models.get(alias)).filter(StoredCatalogue::isModel);
    }

    @Override
    public SortedSet<String> aliases() {
        SortedSet<String> aliases = new TreeSet<>();
        try (KeyValueIterator<String, CatalogueEntry> all = models.all()) {
            all.forEachRemaining(entry -> {
                if (isModel(entry.value)) {
                    aliases.add(entry.key);
                }
            });
        }
        return aliases;
    }

    @Override
    public SortedSet<String> adapters(String alias) {
        SortedSet<String> adapters = new TreeSet<>();
        try (KeyValueIterator<String, CatalogueEntry> own =
                models.prefixScan(alias + "/", Serdes.String().serializer())) {
            own.forEachRemaining(entry -> adapters.add(entry.value.getAdapter()));
        }
        return adapters;
    }

    @Override
    public Optional<CatalogueEntry> adapter(String alias, String name) {
        return Optional.ofNullable(models.get(alias + "/" + name))
                .filter(entry -> entry.getAdapter().equals(name));
    }

    private static boolean isModel(CatalogueEntry entry) {
        return entry.getAdapter().isEmpty() && entry.getLimits() != null && entry.getDefaults() != null;
    }
}
