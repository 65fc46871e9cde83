package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.standalone.client.KnownModels;
import dev.titorelli.standalone.client.NotRunningException;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.workflow.Plan;
import dev.titorelli.standalone.workflow.PlanText;
import dev.titorelli.standalone.workflow.Workflow;
import dev.titorelli.standalone.workflow.WorkflowRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = {
            "Tells everything that is wrong with a workflow, by line and column, or what it comes to. Sends nothing.",
            "It is held against the models of the running system; where none runs, against the checkpoint's limits."
        })
final class WorkflowCheckCommand extends ConnectedCommand {

    private final Clock clock;

    @Mixin
    private WorkflowOptions workflow = new WorkflowOptions();

    @Option(names = "--model", paramLabel = "DIR", description = "Hold it against this checkpoint, whatever runs.")
    private Path model;

    WorkflowCheckCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Workflow read = workflow.read(clock);
        WorkflowRules rules = rules();
        Plan plan = new WorkflowCheck(terminal, workflow.file).plan(read, rules, clock);
        String alias = rules.model(read.request()).orElseThrow().getAlias();
        PlanText.lines(read.title(), alias, plan).forEach(terminal::say);
        return ExitCode.OK.code();
    }

    private WorkflowRules rules() {
        if (model != null) {
            return ofFolder(model);
        }
        try {
            return WorkflowModels.rules(connection, KnownModels.read(connection.addresses()));
        } catch (NotRunningException e) {
            Path folder = ModelOption.orDefault(null);
            terminal.err().println("held against " + folder + " alone: " + e.getMessage());
            return ofFolder(folder);
        }
    }

    private WorkflowRules ofFolder(Path given) {
        Settings settings = connection.settings();
        Path folder = ModelOption.orDefault(given);
        CatalogueEntry entry = FolderModel.entry(folder, settings.counts(SettingKeys.WORKER_BUCKETS));
        SortedMap<String, CatalogueEntry> models = new TreeMap<>(Map.of(entry.getAlias(), entry));
        return WorkflowModels.rules(connection, models);
    }
}
