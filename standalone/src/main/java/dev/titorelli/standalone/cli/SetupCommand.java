package dev.titorelli.standalone.cli;

import dev.titorelli.cluster.ClusterCheck;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.SettingsException;
import dev.titorelli.settings.Sources;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.standalone.setup.SetupReview;
import dev.titorelli.standalone.setup.SetupScript;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.ModelAlias;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

@Command(
        name = "setup",
        description = "Makes topics, share group settings and schema subjects on a cluster and a registry that exist.",
        customSynopsis = "./titorelli setup [--check | --print] [--config FILE] [--model DIR...] [--<key> VALUE...]",
        footer = {"", "Every setting of docs/configuration.md is an option: --kafka.bootstrap.servers kafka:9092"})
final class SetupCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Option(
            names = "--check",
            description = "Change nothing; tell what is missing or differs. Exit code 1 if anything.")
    private boolean check;

    @Option(names = "--print", description = "Change nothing; print the commands of Kafka's tools, to review.")
    private boolean print;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "A model whose queues are wanted; several times for several (default: the setting 'model').")
    private List<Path> models = new ArrayList<>();

    @Unmatched
    private List<String> others = new ArrayList<>();

    SetupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        SetupPlan plan = plan(settings);
        if (print) {
            SetupScript.lines(plan, settings.bootstrapServers()).forEach(terminal.out()::println);
            return ExitCode.OK.code();
        }
        RestSchemaRegistry registry = new RestSchemaRegistry(settings.registry());
        try (Admin admin = ClusterCheck.admin(settings.bootstrapServers(), settings.kafka())) {
            ClusterCheck.requireAnswer(admin, settings.bootstrapServers());
            if (check) {
                return report(SetupReview.findings(admin, registry, plan));
            }
            ClusterSetup.apply(admin, registry, plan);
            terminal.out().println("ready: " + plan.queues().size() + " queues, prefix " + plan.prefix());
            return ExitCode.OK.code();
        }
    }

    private int report(List<SetupReview.Finding> findings) {
        findings.forEach(finding -> terminal.out().println(finding.what() + "\n    -> " + finding.remedy()));
        if (findings.isEmpty()) {
            terminal.out().println("all is as it should be");
        }
        return findings.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private Settings settings() {
        try {
            return Settings.read(Sources.ofProcess(others), List.of());
        } catch (SettingsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private SetupPlan plan(Settings settings) {
        List<Path> folders =
                models.isEmpty() && settings.text(SettingKeys.MODEL).isPresent()
                        ? List.of(settings.folder(SettingKeys.MODEL))
                        : models;
        List<Integer> buckets = settings.counts(SettingKeys.WORKER_BUCKETS);
        List<QueueName> queues = folders.stream()
                .flatMap(folder -> GpuWorker.queuesOf(folder, alias(folder, folders, settings), buckets).stream())
                .toList();
        return new SetupPlan(
                settings.text(SettingKeys.TOPIC_PREFIX).orElse(""),
                settings.count(SettingKeys.TOPICS_REQUEST_PARTITIONS),
                settings.count(SettingKeys.TOPICS_QUEUE_PARTITIONS),
                settings.text(SettingKeys.TOPICS_REPLICATION)
                        .map(Short::valueOf)
                        .orElse(SetupPlan.BROKERS_REPLICATION),
                queues,
                settings.duration(SettingKeys.TOPICS_RECORD_LOCK));
    }

    /** A chosen alias is one model's. */
    private static String alias(Path folder, List<Path> folders, Settings settings) {
        return settings.text(SettingKeys.WORKER_ALIAS)
                .filter(alias -> folders.size() == 1)
                .orElseGet(() -> ModelAlias.of(folder));
    }
}
