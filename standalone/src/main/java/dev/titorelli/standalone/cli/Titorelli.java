package dev.titorelli.standalone.cli;

import dev.titorelli.program.LogFile;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command line's door. */
@Command(
        name = "./titorelli",
        description = "Paints pictures from words and pictures, as a stream on Apache Kafka.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Titorelli {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean helpAsked;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show the version.")
    boolean versionAsked;

    private Titorelli() {}

    /** Runs a command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /** Runs a command and returns its exit code. */
    static int run(Terminal terminal, String... args) {
        return commandLine(terminal, Clock.systemUTC()).execute(args);
    }

    static CommandLine commandLine(Terminal terminal, Clock clock) {
        ErrorLine errors = new ErrorLine(terminal);
        CommandLine all = new CommandLine(new Titorelli())
                .addSubcommand(new DemoCommand(terminal, clock))
                .addSubcommand(new UpCommand(terminal))
                .addSubcommand(new SetupCommand(terminal))
                .addSubcommand(new StreamCommand(terminal))
                .addSubcommand(new WorkerCommand(terminal))
                .addSubcommand(new SubmitCommand(terminal, clock))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new ListCommand(terminal, clock))
                .addSubcommand(new WatchCommand(terminal, clock))
                .addSubcommand(new FetchCommand(terminal))
                .addSubcommand(new CancelCommand(terminal))
                .addSubcommand(QueueCommand.whole(terminal))
                .addSubcommand(BatchCommand.whole(terminal, clock))
                .addSubcommand(DlqCommand.whole(terminal, clock))
                .addSubcommand(AdapterCommand.whole(terminal, clock))
                .addSubcommand(WorkflowCommand.whole(terminal, clock))
                .addSubcommand(new LimitsCommand(terminal))
                .addSubcommand(new GenerateCommand(terminal, clock))
                .addSubcommand(new ModelCommand(terminal, clock))
                .addSubcommand(new CommandLine(new BenchCommand(terminal))
                        .addSubcommand(new BenchStreamCommand(terminal))
                        .addSubcommand(new BenchCachingCommand(terminal))
                        .addSubcommand(new BenchPrefixesCommand(terminal))
                        .addSubcommand(new BenchWorkerCommand(terminal))
                        .addSubcommand(new BenchQueueCommand(terminal))
                        .addSubcommand(new BenchScaleCommand(terminal)))
                .addSubcommand(new ConformanceCommand(terminal, clock))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(Titorelli::execute)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
        explainExitCodes(all.getCommandSpec());
        return all;
    }

    /** The log's file is chosen before anything that logs is loaded. */
    private static int execute(ParseResult parsed) {
        Object command = parsed.subcommand() == null
                ? null
                : parsed.subcommand().commandSpec().userObject();
        if (command instanceof Logging chosen) {
            chosen.chooseLog();
        } else {
            LogFile.choose(Path.of(System.getProperty("java.io.tmpdir"), "titorelli.log"));
        }
        return new RunLast().execute(parsed);
    }

    private static void explainExitCodes(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        usage.sortOptions(false);
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(ExitCode.meanings());
        usage.width(100);
        command.subcommands().values().forEach(verb -> explainExitCodes(verb.getCommandSpec()));
    }
}
