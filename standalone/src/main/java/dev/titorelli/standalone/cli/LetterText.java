package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.DeadLetter;
import dev.titorelli.json.RecordJson;
import dev.titorelli.standalone.client.BuriedRecord;

/** A dead letter as JSON and as words. Its payload is not part of it. */
final class LetterText {

    private LetterText() {}

    static ObjectNode json(BuriedRecord buried) {
        ObjectNode json = (ObjectNode) RecordJson.node(buried.letter());
        json.put("id", buried.id().toString());
        json.put("key", buried.keyText());
        json.remove("payload");
        if (buried.payloadBytes() >= 0) {
            json.put("payloadBytes", buried.payloadBytes());
        }
        return json;
    }

    /** Where the original lay: topic, partition, offset. */
    static String origin(DeadLetter letter) {
        return letter.getTopic().isEmpty()
                ? ""
                : "%s-%d-%d".formatted(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }

    static String size(BuriedRecord buried) {
        return buried.payloadBytes() < 0 ? "none" : buried.payloadBytes() + " bytes";
    }
}
