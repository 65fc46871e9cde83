package dev.titorelli.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** How a found value is shown to a person: short, and never a whole prompt. */
final class Shown {

    private static final int LONGEST = 40;

    private Shown() {}

    static String of(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case MISSING -> "nothing";
            case STRING -> text(json.asText());
            case NUMBER -> shortened(json.asText());
            case NULL, BOOLEAN, BINARY -> json.asText();
        };
    }

    static String text(String text) {
        return TextNode.valueOf(shortened(text)).toString();
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "...";
    }
}
