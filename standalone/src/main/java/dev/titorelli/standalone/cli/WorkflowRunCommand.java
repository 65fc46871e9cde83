package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.KnownModels;
import dev.titorelli.standalone.client.RequestWatch;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.workflow.Plan;
import dev.titorelli.standalone.workflow.SheetFile;
import dev.titorelli.standalone.workflow.StageTree;
import dev.titorelli.standalone.workflow.TreeLines;
import dev.titorelli.standalone.workflow.Workflow;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = {
            "Sends a workflow to a running system, shows where its stages stand, and fetches its pictures.",
            "Ctrl-C stops the showing only: the request goes on, and a line tells how to cancel it."
        },
        footer = {
            "",
            "Examples:",
            "  ./titorelli workflow check docs/workflows/edit-and-edges.yaml",
            "  ./titorelli workflow run docs/workflows/edit-and-edges.yaml --set color=cyan --out edges"
        })
final class WorkflowRunCommand extends ConnectedCommand {

    private final Clock clock;

    @Mixin
    private WorkflowOptions workflow = new WorkflowOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Copy the pictures here, with a contact sheet.")
    private Path out;

    @Option(names = "--detach", description = "Send it and don't wait.")
    private boolean detach;

    WorkflowRunCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (out != null && detach) {
            throw new CommandFailed(ExitCode.USAGE, "--detach waits for no pictures that --out could copy: fetch does");
        }
        Workflow read = workflow.read(clock);
        Addresses addresses = connection.addresses();
        Plan plan = new WorkflowCheck(terminal, workflow.file)
                .plan(read, WorkflowModels.rules(connection, KnownModels.read(addresses)), clock);
        StoredPictures pictures = new StoredPictures(ObjectStores.connect(addresses.objects()));
        read.files().store(pictures);
        try (Client client = Client.open(addresses)) {
            if (detach) {
                client.send(read.request());
                terminal.say("Sent " + idOf(read.request()));
                return ExitCode.OK.code();
            }
            Event end = follow(client, read, plan, PreviewCopies.to(null, addresses));
            report(end, read, plan, pictures);
            return ExitCode.of(end.getKind()).code();
        }
    }

    private Event follow(Client client, Workflow read, Plan plan, PreviewCopies previews) {
        return new Following(terminal, terminal.out(), clock, connection.data)
                .untilEnd(client, read.request(), !read.isNewId(), watch -> untilEnd(watch, read, plan, previews));
    }

    private Event untilEnd(RequestWatch watch, Workflow read, Plan plan, PreviewCopies previews) {
        RequestId id = idOf(read.request());
        TreeLines shape = terminal.columns() > 0
                ? TreeLines.drawn(id.id(), plan, terminal.unicode())
                : TreeLines.plain(id.id(), plan);
        StageTree tree = new StageTree(plan, shape);
        try {
            return new ShownWait(
                            terminal,
                            previews,
                            (watching, request) -> tree.lines(watching.standing(request), watching.elapsed(request)))
                    .untilEnd(watch, id);
        } catch (UnreachableException e) {
            throw new UnreachableException(
                    "%s. The request is kept: ./titorelli watch%s --tenant %s %s tells later what became of it"
                            .formatted(e.getMessage(), connection.data.asOption(), id.tenant(), id.id()),
                    e);
        }
    }

    private void report(Event end, Workflow read, Plan plan, StoredPictures pictures) throws IOException {
        if (end.getKind() == EventKind.REJECTED) {
            new WorkflowCheck(terminal, workflow.file).print(read.marks().problems(end.getViolations()));
            terminal.say(idOf(read.request()) + " rejected");
            return;
        }
        List<Path> copies = out == null ? List.of() : new PictureCopies(pictures, out).copy(end);
        new EndReport(terminal).print(end, copies);
        if (!copies.isEmpty()) {
            writeSheet(end, read, plan, copies);
        }
    }

    private void writeSheet(Event end, Workflow read, Plan plan, List<Path> copies) throws IOException {
        SheetFile sheet = new SheetFile(read.title(), plan);
        Path file = out.resolve(end.getRequestId() + "-sheet.png");
        sheet.write(file, end, copies);
        terminal.say("  " + file + "  contact sheet"
                + (sheet.hasCaptions()
                        ? ""
                        : ", without captions: this Java finds no fonts (fontconfig and a font are missing)"));
    }

    private static RequestId idOf(GenerationRequest request) {
        return new RequestId(request.getTenant(), request.getRequestId());
    }
}
