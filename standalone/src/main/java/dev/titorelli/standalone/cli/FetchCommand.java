package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fetch",
        description = "Copies the pictures that a request has, finished or not, and checks each against its digest.")
final class FetchCommand extends ConnectedCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private RequestArgument argument = new RequestArgument();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the pictures go.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace files that hold something else.")
    private boolean overwrite;

    @Option(names = "--json", description = "One line of JSON that names the files.")
    private boolean json;

    FetchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        RequestId request = argument.request();
        Addresses addresses = connection.addresses();
        QueriedRequest found = new StreamQueries(addresses.streams())
                .find(request)
                .orElseThrow(() -> RequestArgument.unknown(request));
        String state = found.state().name().toLowerCase(Locale.ROOT);
        if (found.images().isEmpty()) {
            throw new CommandFailed(ExitCode.NOT_FOUND, request + " is " + state + " and has no pictures");
        }
        StoredPictures pictures = new StoredPictures(ObjectStores.connect(addresses.objects()));
        List<PictureFetch.Fetched> fetched = new PictureFetch(pictures, out, overwrite).fetch(found);
        tell(found, state, fetched);
        return ExitCode.OK.code();
    }

    private void tell(QueriedRequest found, String state, List<PictureFetch.Fetched> fetched) throws IOException {
        if (json) {
            ObjectNode line = JSON.createObjectNode();
            List.of("tenant", "requestId", "state", "jobs", "jobsDone")
                    .forEach(name -> line.set(name, found.document().path(name)));
            line.set("files", JSON.valueToTree(fetched));
            terminal.say(line.toString());
            return;
        }
        fetched.forEach(one -> terminal.say("  " + one.file() + (one.written() ? "" : " (was there)")));
        terminal.say("%s/%s is %s: %d of %d pictures"
                .formatted(
                        found.document().path("tenant").asText(),
                        found.document().path("requestId").asText(),
                        state,
                        fetched.size(),
                        found.keptJobs()));
    }
}
