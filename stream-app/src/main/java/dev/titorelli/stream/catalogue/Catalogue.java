package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/** The models that workers have announced. */
public interface Catalogue {

    /** A model by its alias. */
    Optional<CatalogueEntry> model(String alias);

    /** The aliases of all models. */
    SortedSet<String> aliases();

    /** The names of a model's adapters. */
    default SortedSet<String> adapters(String alias) {
        return Collections.emptySortedSet();
    }

    /** An adapter of a model by its name. */
    default Optional<CatalogueEntry> adapter(String alias, String name) {
        return Optional.empty();
    }

    /**
     * The alias a request means: its own; else the setting's default; else the only one there is.
     *
     * @param asked null when the request names none
     * @param byDefault null without a default
     */
    default Optional<String> meant(String asked, String byDefault) {
        if (asked != null) {
            return Optional.of(asked);
        }
        if (byDefault != null) {
            return Optional.of(byDefault);
        }
        return aliases().size() == 1 ? Optional.of(aliases().first()) : Optional.empty();
    }
}
