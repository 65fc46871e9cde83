package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.batch.BatchFile;
import dev.titorelli.standalone.batch.BatchFolder;
import dev.titorelli.standalone.batch.BatchPlan;
import dev.titorelli.standalone.batch.BatchRefusedException;
import dev.titorelli.standalone.batch.BatchRun;
import dev.titorelli.standalone.batch.Pictures;
import dev.titorelli.standalone.batch.Result;
import dev.titorelli.standalone.batch.SystemGateway;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "batch",
        description =
                "Sends the requests of a file, a line of JSON each, and follows them to their ends. The same again"
                        + " goes on where it was interrupted.",
        footer = {
            "",
            "Examples:",
            "  ./titorelli batch examples/batch.jsonl --out spring --name spring",
            "  ./titorelli batch status spring",
            "  ./titorelli batch seal spring --expected 200"
        })
final class BatchCommand extends ConnectedCommand {

    private final Clock clock;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE.jsonl",
            description = "A request a line, as submit --request reads it.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of pictures, results.jsonl and errors.jsonl (default: FILE.jsonl.out).")
    private Path out;

    @Option(names = "--no-pictures", description = "Leave the pictures in the object store.")
    private boolean noPictures;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the batch is called (default: from the file's digest). Its lines' ids begin with it.")
    private String name;

    @Option(names = "--tenant", paramLabel = "NAME", defaultValue = "local", description = "Whose (default: local).")
    private String tenant;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            defaultValue = "bulk",
            description = "interactive or bulk, of lines that say nothing of it (default: bulk).")
    private String lane;

    @Option(
            names = "--model",
            paramLabel = "ALIAS",
            description = "Of lines that say nothing of it (default: the system's).")
    private String model;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "256",
            description = "Requests that may be unfinished at once, 1 to 10000 (default: 256).")
    private int window;

    private BatchCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    /** With its verbs. */
    static CommandLine whole(Terminal terminal, Clock clock) {
        return new CommandLine(new BatchCommand(terminal, clock))
                .addSubcommand(new BatchStatusCommand(terminal))
                .addSubcommand(new BatchSealCommand(terminal));
    }

    @Override
    public Integer call() throws Exception {
        if (file == null) {
            throw new CommandFailed(
                    ExitCode.USAGE, "give a file of requests, or batch status NAME, or batch seal NAME: batch --help");
        }
        GivenFile.require(file);
        BatchFile looked = BatchFile.of(file);
        BatchPlan plan = plan(looked);
        Path folder = out == null ? file.resolveSibling(file.getFileName() + ".out") : out;
        Addresses addresses = connection.addresses();
        try (BatchFolder own = BatchFolder.open(folder, plan, looked);
                SystemGateway gateway =
                        SystemGateway.open(addresses, new RequestId(tenant, plan.name()), terminal::say)) {
            BatchRun.Surroundings around = new BatchRun.Surroundings(gateway, pictures(addresses, own), clock);
            return run(looked, plan, own, around);
        } catch (BatchRefusedException e) {
            throw new CommandFailed(ExitCode.REJECTED, e.getMessage(), e);
        }
    }

    private BatchPlan plan(BatchFile looked) {
        try {
            String spelt = RequestOptions.laneOf(lane).name();
            return new BatchPlan(tenant, name == null ? looked.name() : name, spelt, model, window);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private Pictures pictures(Addresses addresses, BatchFolder own) {
        return noPictures
                ? (requestId, images) -> List.of()
                : new BatchPictures(new StoredPictures(ObjectStores.connect(addresses.objects())), own.pictures());
    }

    private int run(BatchFile looked, BatchPlan plan, BatchFolder own, BatchRun.Surroundings around) {
        BatchBoard board = new BatchBoard(plan.name(), terminal.progressBoard(), clock);
        String note = "stopped; what was sent goes on, and the same batch again goes on from here";
        Result result = InterruptionNote.noted(() -> work(looked, plan, own, around, board), terminal, note);
        report(plan, own, result);
        return BatchEnd.exitCode(result).code();
    }

    private static Result work(
            BatchFile looked, BatchPlan plan, BatchFolder own, BatchRun.Surroundings around, BatchBoard board) {
        try {
            return BatchRun.run(looked, plan, own, around, board::show);
        } catch (UnreachableException e) {
            throw new UnreachableException(e.getMessage() + ". The same batch again goes on from here", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(BatchPlan plan, BatchFolder own, Result result) {
        terminal.say("Batch %s: %s".formatted(plan.name(), BatchEnd.words(result)));
        terminal.say("  " + own.results());
        if (BatchEnd.exitCode(result) != ExitCode.OK) {
            terminal.say("  " + own.errors());
        }
    }
}
