package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.DeadLetter;
import dev.titorelli.json.RecordJson;
import dev.titorelli.standalone.client.BuriedRecord;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.PayloadUnreadableException;
import dev.titorelli.standalone.terminal.Terminal;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "show", description = "Shows a dead letter with what it holds, prompts included.")
final class DlqShowCommand extends ConnectedCommand {

    private static final int HEX_BYTES = 512;

    @Mixin
    private LetterArgument argument = new LetterArgument();

    @Option(names = "--json", description = "One line of JSON.")
    private boolean json;

    DlqShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        try (Client client = Client.open(connection.addresses())) {
            BuriedRecord buried = argument.find(client);
            Payload payload = payload(client, buried);
            if (json) {
                terminal.say(json(buried, payload).toString());
            } else {
                tell(buried, payload);
            }
        }
        return ExitCode.OK.code();
    }

    /**
     * What a letter holds.
     *
     * @param record null when it can't be read
     * @param problem why it can't be; null when it can
     */
    private record Payload(SpecificRecord record, String problem) {}

    private static Payload payload(Client client, BuriedRecord buried) {
        try {
            return new Payload(client.payload(buried), null);
        } catch (PayloadUnreadableException e) {
            return new Payload(null, e.getMessage());
        }
    }

    private static ObjectNode json(BuriedRecord buried, Payload payload) {
        ObjectNode json = LetterText.json(buried);
        if (payload.record() != null) {
            json.put("payloadType", payload.record().getSchema().getName());
            json.set("payload", RecordJson.node(payload.record()));
        } else {
            json.put("payloadProblem", payload.problem());
            json.put("payloadHex", hex(buried));
        }
        return json;
    }

    private void tell(BuriedRecord buried, Payload payload) {
        DeadLetter letter = buried.letter();
        say("letter", buried.id().toString());
        say("code", letter.getCode());
        say("message", letter.getMessage());
        say("written", letter.getAt() + " by " + letter.getProducer());
        say("from", LetterText.origin(letter));
        say("key", buried.keyText());
        letter.getDetails().forEach(this::say);
        say("payload", LetterText.size(buried));
        if (payload.record() != null) {
            terminal.say(payload.record().getSchema().getName() + " "
                    + RecordJson.node(payload.record()).toPrettyString());
        } else if (buried.payloadBytes() >= 0) {
            say("unreadable", payload.problem());
            boolean all = buried.payloadBytes() <= HEX_BYTES;
            say("bytes", hex(buried) + (all ? "" : "... (the first " + HEX_BYTES + ")"));
        }
    }

    private void say(String name, String value) {
        terminal.say("%-10s %s".formatted(name, value));
    }

    private static String hex(BuriedRecord buried) {
        byte[] payload = buried.payload();
        return HexFormat.of().formatHex(Arrays.copyOf(payload, Math.min(payload.length, HEX_BYTES)));
    }
}
