package dev.titorelli.standalone.client;

import dev.titorelli.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A dead letter and where it lies.
 *
 * @param payloadBytes how large the payload is; -1 without one
 */
public record BuriedRecord(LetterId id, DeadLetter letter, int payloadBytes) {

    static BuriedRecord of(LetterId id, DeadLetter letter) {
        ByteBuffer payload = letter.getPayload();
        return new BuriedRecord(id, letter, payload == null ? -1 : payload.remaining());
    }

    /** The same without the payload, which may be large. */
    BuriedRecord withoutPayload() {
        return new BuriedRecord(
                id, DeadLetter.newBuilder(letter).setPayload(null).build(), payloadBytes);
    }

    /** The original's key as text, or in hexadecimal when it is none; empty without one. */
    public String keyText() {
        ByteBuffer key = letter.getKey();
        if (key == null) {
            return "";
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(key.duplicate());
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text.toString();
            }
        } catch (CharacterCodingException e) {
            // no text
        }
        return "0x" + HexFormat.of().formatHex(bytes(key));
    }

    /** The payload's bytes; none without one. */
    public byte[] payload() {
        return letter.getPayload() == null ? new byte[0] : bytes(letter.getPayload());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
