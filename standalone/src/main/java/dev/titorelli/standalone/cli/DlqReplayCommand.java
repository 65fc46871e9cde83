package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.BuriedRecord;
import dev.titorelli.standalone.client.CannotReplayException;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.terminal.Terminal;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        description = "Sends the request of a dead letter again, under a new id that names the old one.",
        footer = {
            "",
            "Of a job or an outcome it is the request behind it, if that did not complete and its body is still kept.",
            "A deadline that has passed is left out."
        })
final class DlqReplayCommand extends ConnectedCommand {

    private final Clock clock;

    @Mixin
    private LetterArgument argument = new LetterArgument();

    @Option(names = "--as", paramLabel = "ID", description = "The new id, or tenant/id (default: a new one).")
    private String as;

    @Option(names = "--json", description = "One line of JSON.")
    private boolean json;

    DlqReplayCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        try (Client client = Client.open(connection.addresses())) {
            BuriedRecord buried = argument.find(client);
            GenerationRequest request = client.replays().requestBehind(buried);
            String old = request.getTenant() + "/" + request.getRequestId();
            RequestId next = ReplayIdentity.give(request, as == null ? NewRequestId.at(clock) : as);
            boolean late = dropPassedDeadline(request);
            client.send(request);
            tell(buried, old, next, late);
            return ExitCode.OK.code();
        } catch (CannotReplayException e) {
            throw new CommandFailed(ExitCode.FAILED, "can't be replayed: " + e.getMessage(), e);
        }
    }

    private boolean dropPassedDeadline(GenerationRequest request) {
        boolean passed = request.getDeadline() != null && request.getDeadline().isBefore(clock.instant());
        if (passed) {
            request.setDeadline(null);
        }
        return passed;
    }

    private void tell(BuriedRecord buried, String old, RequestId next, boolean late) {
        if (json) {
            terminal.say(JsonNodeFactory.instance
                    .objectNode()
                    .put("letter", buried.id().toString())
                    .put("tenant", next.tenant())
                    .put("requestId", next.id())
                    .put("replayOf", old)
                    .put("deadlineLeftOut", late)
                    .toString());
        } else {
            terminal.say("Sent " + next + ", a replay of " + old);
            if (late) {
                terminal.say("Its deadline had passed and was left out.");
            }
        }
    }
}
