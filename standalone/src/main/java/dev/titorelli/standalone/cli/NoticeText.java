package dev.titorelli.standalone.cli;

import dev.titorelli.Notice;
import dev.titorelli.fault.FaultCode;

/** A notice as a sentence. */
final class NoticeText {

    private NoticeText() {}

    static String of(Notice notice) {
        if (notice.getCode().equals(FaultCode.UNKNOWN_WORDS.name())) {
            return unknownWords(notice.getDetail());
        }
        if (notice.getCode().equals(FaultCode.REUSED.name())) {
            return "Note: an equal picture was stored already and answers; nothing was computed for it.";
        }
        return "Note: " + notice.getCode() + (notice.getDetail().isEmpty() ? "" : " (" + notice.getDetail() + ")");
    }

    /** @param words the words, separated by commas */
    static String unknownWords(String words) {
        return "Note: the model does not know these words and paints as if they were not there: " + words
                + ". The shipped model knows only the words of its card, models/shapes/README.md.";
    }
}
