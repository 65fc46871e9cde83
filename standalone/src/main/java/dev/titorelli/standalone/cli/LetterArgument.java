package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.client.BuriedRecord;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.DeadLetterBox;
import dev.titorelli.standalone.client.LetterId;
import picocli.CommandLine.Parameters;

/** Which dead letter is meant. */
final class LetterArgument {

    @Parameters(
            paramLabel = "TOPIC-PARTITION-OFFSET",
            description = "The letter, as dlq list names it, such as request-0-12.")
    private String id;

    /** @throws CommandFailed when it names none, or none lies there */
    BuriedRecord find(Client client) {
        LetterId letter = letter();
        try (DeadLetterBox box = client.deadLetters()) {
            return box.find(letter)
                    .orElseThrow(() -> new CommandFailed(
                            ExitCode.NOT_FOUND, "there is no dead letter " + letter + ", or it is kept no longer"));
        }
    }

    private LetterId letter() {
        try {
            return LetterId.parse(id);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
