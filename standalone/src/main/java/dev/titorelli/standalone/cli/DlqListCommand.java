package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.client.BuriedRecord;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.DeadLetterBox;
import dev.titorelli.standalone.client.DeadLetterTopic;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists dead letters, the newest first; without what they hold.")
final class DlqListCommand extends ConnectedCommand {

    private static final int MESSAGE_CHARS = 90;

    private final Clock clock;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only those of request, job or outcome (default: all three).")
    private DeadLetterTopic topic;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceOption.class,
            description = "Only those written since: 30m, 2h, 7d, or 2026-01-31T12:00:00Z.")
    private SinceOption.Since since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, 1 to 10000 (default: 50).")
    private int limit;

    @Option(names = "--json", description = "Each letter as a line of JSON.")
    private boolean json;

    DlqListCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > 10_000) {
            throw new CommandFailed(ExitCode.USAGE, "--limit " + limit + ": allowed is 1 to 10000");
        }
        Set<DeadLetterTopic> topics = topic == null ? EnumSet.allOf(DeadLetterTopic.class) : EnumSet.of(topic);
        try (Client client = Client.open(connection.addresses());
                DeadLetterBox box = client.deadLetters()) {
            List<BuriedRecord> found = box.newest(topics, since == null ? null : since.instant(clock), limit);
            if (json) {
                found.forEach(buried -> terminal.say(LetterText.json(buried).toString()));
            } else {
                table(found).forEach(terminal::say);
            }
        }
        return ExitCode.OK.code();
    }

    private static List<String> table(List<BuriedRecord> found) {
        if (found.isEmpty()) {
            return List.of("no dead letters");
        }
        TextTable table = new TextTable("letter", "written", "code", "key", "from", "payload", "message");
        found.forEach(buried -> table.row(
                buried.id().toString(),
                buried.letter().getAt().toString(),
                buried.letter().getCode(),
                buried.keyText(),
                LetterText.origin(buried.letter()),
                LetterText.size(buried),
                cut(buried.letter().getMessage())));
        return table.lines();
    }

    private static String cut(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= MESSAGE_CHARS ? line : line.substring(0, MESSAGE_CHARS) + "...";
    }
}
