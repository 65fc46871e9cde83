package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.standalone.client.KnownModels;
import dev.titorelli.standalone.client.NotRunningException;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.stream.validate.RequestLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "limits", description = "Tells what requests may ask for: what is set, and what each model can do.")
final class LimitsCommand extends ConnectedCommand {

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The limits of this checkpoint, instead of those of the models that workers have announced.")
    private Path model;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    LimitsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws JsonProcessingException {
        ShownLimits limits = model != null ? ofFolder() : ofCluster();
        if (json) {
            terminal.out().println(new ObjectMapper().writeValueAsString(limits.facts()));
        } else {
            limits.lines().forEach(terminal.out()::println);
        }
        return ExitCode.OK.code();
    }

    /** What runs on a data folder has the usual limits; programs of their own have those of their settings. */
    private ShownLimits ofCluster() {
        Settings settings = connection.settings();
        RequestLimits set = limitsOf(settings);
        try {
            SortedMap<String, CatalogueEntry> models = KnownModels.read(connection.addresses());
            return connection.config == null
                    ? new ShownLimits(RequestLimits.DEFAULTS, ShownInputs.usual(), models)
                    : new ShownLimits(set, ShownInputs.of(settings), models);
        } catch (NotRunningException e) {
            terminal.err()
                    .println("no models: " + e.getMessage() + "; --config FILE names a cluster, --model DIR a model");
            return new ShownLimits(set, ShownInputs.of(settings), new TreeMap<>());
        }
    }

    private ShownLimits ofFolder() {
        if (!Files.isDirectory(model)) {
            throw new CommandFailed(ExitCode.CANNOT_START, "no model folder " + model.toAbsolutePath());
        }
        Settings settings = connection.settings();
        CatalogueEntry entry = FolderModel.entry(model, settings.counts(SettingKeys.WORKER_BUCKETS));
        return new ShownLimits(
                limitsOf(settings), ShownInputs.of(settings), new TreeMap<>(Map.of(entry.getAlias(), entry)));
    }

    /** @throws CommandFailed when a limit is none */
    static RequestLimits limitsOf(Settings settings) {
        try {
            return RequestLimits.of(settings);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "stream.request.*: " + e.getMessage(), e);
        }
    }
}
