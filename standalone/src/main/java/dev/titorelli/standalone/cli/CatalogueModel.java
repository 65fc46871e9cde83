package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Option;

/** A model of a running system, by its name in the catalogue. */
final class CatalogueModel {

    @Option(
            names = "--model",
            paramLabel = "ALIAS",
            description = "The model's name in the catalogue (default: the only one there is).")
    private String alias;

    /** @throws CommandFailed when the catalogue has no such model, or several and none is named */
    CatalogueEntry of(SortedMap<String, CatalogueEntry> catalogue) {
        List<String> aliases =
                catalogue.keySet().stream().filter(key -> !key.contains("/")).toList();
        String meant = alias != null || aliases.size() != 1 ? alias : aliases.get(0);
        if (meant == null || !aliases.contains(meant)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "--model %s: the catalogue has %s".formatted(meant, aliases.isEmpty() ? "no models" : aliases));
        }
        return catalogue.get(meant);
    }
}
