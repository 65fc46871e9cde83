package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.identity.RequestId;
import dev.titorelli.json.RequestJson;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.RequestWatch;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "submit",
        description = "Sends a request to a running system; with --wait, shows its progress and fetches its pictures.",
        footer = {
            "",
            "Examples:",
            "  ./titorelli submit --prompt \"a red circle and a blue square on a white background\" --wait --out .",
            "  ./titorelli submit --prompt \"make the square green\" --input a.png --wait --out .",
            "  ./titorelli submit --request request.json --wait --json"
        })
final class SubmitCommand extends ConnectedCommand {

    private static final int PREVIEW_STEPS = 5;

    private final Clock clock;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(names = "--wait", description = "Wait until the request has ended.")
    private boolean wait;

    @Option(names = "--out", paramLabel = "DIR", description = "Copy the pictures here; needs --wait.")
    private Path out;

    @Option(
            names = "--previews",
            paramLabel = "DIR",
            description = "Copy previews here as they come; needs --wait. Without --preview-steps, one every 5 steps.")
    private Path previews;

    @Option(
            names = "--json",
            description =
                    "Print nothing but JSON lines: with --wait the request's events, else the request as it was sent.")
    private boolean json;

    private PreviewCopies copies;

    SubmitCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (out != null && !wait) {
            throw new CommandFailed(ExitCode.USAGE, "--out needs --wait: without it there are no pictures yet");
        }
        if (previews != null && !wait) {
            throw new CommandFailed(ExitCode.USAGE, "--previews needs --wait: watch --previews DIR copies them too");
        }
        GenerationRequest drafted = request.withoutInputs(clock);
        if (previews != null) {
            RequestOptions.wishPreviews(drafted, PREVIEW_STEPS);
        }
        Addresses addresses = connection.addresses();
        StoredPictures pictures = new StoredPictures(ObjectStores.connect(addresses.objects()));
        List<InputImage> inputs = inputs(pictures, drafted.getTenant());
        if (request.addInputs(drafted, inputs) && !json) {
            terminal.say("The prompt names no input picture, so the tags were put before it: "
                    + drafted.getStages().get(0).getPrompt());
        }
        try (Client client = Client.open(addresses)) {
            copies = PreviewCopies.to(previews, addresses);
            return wait ? sendAndWait(client, drafted, pictures) : sendOnly(client, drafted);
        }
    }

    /** Files are stored here; addresses are left to the system. */
    private List<InputImage> inputs(StoredPictures pictures, String tenant) throws IOException {
        List<InputImage> inputs = new ArrayList<>();
        for (String given : request.picture.inputs) {
            inputs.add(
                    PictureOptions.isAddress(given)
                            ? new InputImage(null, null, given)
                            : new InputImage(store(pictures, tenant, Path.of(given)), null, null));
        }
        return inputs;
    }

    private static ImageObject store(StoredPictures pictures, String tenant, Path file) throws IOException {
        try {
            return pictures.store(tenant, GivenFile.bytes(file));
        } catch (UnreadablePictureException e) {
            throw new CommandFailed(ExitCode.REJECTED, "--input " + file + ": " + e.getMessage(), e);
        }
    }

    private int sendOnly(Client client, GenerationRequest drafted) {
        client.send(drafted);
        terminal.say(json ? RequestJson.write(drafted) : "Sent " + idOf(drafted));
        return ExitCode.OK.code();
    }

    private int sendAndWait(Client client, GenerationRequest drafted, StoredPictures pictures) throws IOException {
        Event end = sendAndFollow(client, drafted);
        List<Path> copies = out == null ? List.of() : new PictureCopies(pictures, out).copy(end);
        if (!json) {
            new EndReport(terminal).print(end, copies);
        }
        return ExitCode.of(end.getKind()).code();
    }

    private Event sendAndFollow(Client client, GenerationRequest drafted) {
        // What JSON goes to is read by a program; a person still should know.
        Following following = new Following(terminal, json ? terminal.err() : terminal.out(), clock, connection.data);
        return following.untilEnd(client, drafted, request.mayRepeatAnId(), watch -> untilEnd(watch, idOf(drafted)));
    }

    private Event untilEnd(RequestWatch watch, RequestId id) {
        try {
            return json
                    ? new JsonWait(terminal, copies).untilEnd(watch, id)
                    : new ShownWait(terminal, copies, StageLines.NONE).untilEnd(watch, id);
        } catch (UnreachableException e) {
            throw new UnreachableException(
                    e.getMessage() + ". The request is kept: the same one again, with --id " + id.id()
                            + " --wait, tells later what became of it",
                    e);
        }
    }

    private static RequestId idOf(GenerationRequest request) {
        return new RequestId(request.getTenant(), request.getRequestId());
    }
}
