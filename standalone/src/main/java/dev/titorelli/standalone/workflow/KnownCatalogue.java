package dev.titorelli.standalone.workflow;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.stream.catalogue.Catalogue;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A catalogue that was read once.
 *
 * @param entries by alias, and by alias/adapter
 */
record KnownCatalogue(SortedMap<String, CatalogueEntry> entries) implements Catalogue {

    @Override
    public Optional<CatalogueEntry> model(String alias) {
        return Optional.ofNullable(entries.get(alias))
                .filter(entry -> entry.getAdapter().isEmpty());
    }

    @Override
    public SortedSet<String> aliases() {
        return names(entry -> entry.getAdapter().isEmpty() ? entry.getAlias() : null);
    }

    @Override
    public SortedSet<String> adapters(String alias) {
        return names(
                entry -> entry.getAlias().equals(alias) && !entry.getAdapter().isEmpty() ? entry.getAdapter() : null);
    }

    @Override
    public Optional<CatalogueEntry> adapter(String alias, String name) {
        return Optional.ofNullable(entries.get(alias + "/" + name));
    }

    private SortedSet<String> names(Function<CatalogueEntry, String> name) {
        return entries.values().stream()
                .map(name)
                .filter(found -> found != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
