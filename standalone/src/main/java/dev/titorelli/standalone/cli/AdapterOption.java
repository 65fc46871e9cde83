package dev.titorelli.standalone.cli;

import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.ScaledAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** A LoRA adapter to paint with. */
final class AdapterOption {
    private static final Pattern WITH_SCALE = Pattern.compile("(.+):([-+]?[0-9.]+)");

    @Option(
            names = "--adapter",
            paramLabel = "DIR[:SCALE]",
            description = "Folder of a LoRA adapter as PEFT saves it, and how strong it is (default: 1).")
    private String given;

    @Option(
            names = "--merge-adapter",
            description = "Adds the adapter to the weights in memory instead of applying it beside them: faster; the"
                    + " pixels differ from a worker's by roundings.")
    private boolean merged;

    /**
     * Opens it for a model, if one is given; it closes with the model.
     *
     * @throws CommandFailed when there is no such folder, or the scale is no number
     */
    Optional<ScaledAdapter> openFor(OmniGen model) {
        if (given == null) {
            return Optional.empty();
        }
        Matcher scaled = WITH_SCALE.matcher(given);
        boolean hasScale = !Files.isDirectory(Path.of(given)) && scaled.matches();
        Path directory = Path.of(hasScale ? scaled.group(1) : given);
        if (!Files.isDirectory(directory)) {
            throw new CommandFailed(ExitCode.CANNOT_START, "no adapter folder " + directory.toAbsolutePath());
        }
        double scale = hasScale ? scale(scaled.group(2)) : 1;
        LoraAdapter adapter = model.adapter(directory);
        return Optional.of(new ScaledAdapter(adapter, scale));
    }

    /**
     * Merges the adapter if that is wished.
     *
     * @return the adapter that is to be applied beside the weights
     */
    Optional<ScaledAdapter> mergedInto(OmniGen model) {
        Optional<ScaledAdapter> adapter = openFor(model);
        if (!merged) {
            return adapter;
        }
        model.merge(
                adapter.orElseThrow(() -> new CommandFailed(ExitCode.USAGE, "--merge-adapter: there is no --adapter")));
        return Optional.empty();
    }

    private double scale(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--adapter " + given + ": the scale '" + text + "' is no number", e);
        }
    }
}
