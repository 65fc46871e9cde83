package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.cluster.Asked;
import dev.titorelli.cluster.ClusterCheck;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.SettingsException;
import dev.titorelli.settings.Sources;
import dev.titorelli.standalone.setup.BrokerReview;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.Finding;
import dev.titorelli.standalone.setup.SetupReview;
import dev.titorelli.standalone.setup.SetupScript;
import dev.titorelli.standalone.setup.StoreReview;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

@Command(
        name = "setup",
        description = "Makes topics, share group settings and schema subjects on a cluster and a registry that exist.",
        customSynopsis = {
            "./titorelli setup [--check [--json] | --print [--principal-... PRINCIPAL]] [--config FILE] [--model DIR...]",
            "                  [--<key> VALUE...]"
        },
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

    @Option(names = "--json", description = "With --check: tell it as one JSON object.")
    private boolean json;

    @Mixin
    private PrincipalOptions principals = new PrincipalOptions();

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
    public Integer call() throws IOException {
        SetupSettings setup = SetupSettings.of(settings(), models);
        if (json && !check) {
            throw new CommandFailed(ExitCode.USAGE, "--json goes with --check");
        }
        return print ? printed(setup) : onTheCluster(setup);
    }

    private int printed(SetupSettings setup) {
        String servers = setup.settings().bootstrapServers();
        terminal.out().println("# with TLS or SASL each command also needs --command-config FILE");
        SetupScript.lines(setup.plan(), servers).forEach(terminal.out()::println);
        principals.lines(setup.plan().prefix(), setup.applicationId(), servers).forEach(terminal.out()::println);
        return ExitCode.OK.code();
    }

    private int onTheCluster(SetupSettings setup) throws IOException {
        Settings settings = setup.settings();
        SchemaRegistry registry = SchemaRegistries.open(settings.registry());
        Admin admin = ClusterCheck.admin(settings.bootstrapServers(), settings.kafka());
        try {
            ClusterCheck.requireAnswer(admin, settings.bootstrapServers());
            if (check) {
                return report(findings(admin, registry, setup));
            }
            ClusterSetup.apply(admin, registry, setup.plan());
            terminal.out()
                    .println("ready: " + setup.plan().queues().size() + " queues, prefix "
                            + setup.plan().prefix());
            return ExitCode.OK.code();
        } finally {
            admin.close(Asked.CLOSE_LIMIT);
        }
    }

    private static List<Finding> findings(Admin admin, SchemaRegistry registry, SetupSettings setup) {
        return Stream.of(
                        BrokerReview.findings(admin, setup.plan(), setup.workers()),
                        SetupReview.findings(admin, registry, setup.plan()),
                        StoreReview.findings(setup.settings().objects()))
                .flatMap(List::stream)
                .toList();
    }

    private int report(List<Finding> findings) throws IOException {
        if (json) {
            terminal.out().println(new ObjectMapper().writeValueAsString(Map.of("findings", findings)));
        } else {
            findings.forEach(finding -> terminal.out().println(finding.what() + "\n    -> " + finding.remedy()));
        }
        if (findings.isEmpty() && !json) {
            terminal.out().println("all is as it should be");
        }
        return findings.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private Settings settings() {
        try {
            return Settings.read(Sources.ofProcess(others), SetupSettings.CHECKS);
        } catch (SettingsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
