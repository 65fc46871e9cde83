package dev.titorelli.stream.request;

import dev.titorelli.Failure;
import dev.titorelli.Notice;
import dev.titorelli.stream.row.NoticeRow;

/** Texts of others, cut to what a final event has room for when it tells of hundreds of jobs. */
final class Brief {

    private static final int CODE_CHARS = 100;
    private static final int TEXT_CHARS = 1000;

    private Brief() {}

    static String text(String said) {
        return cut(said, TEXT_CHARS);
    }

    static String code(String said) {
        return cut(said, CODE_CHARS);
    }

    static Failure failure(Failure said) {
        return new Failure(code(said.getCode()), text(said.getMessage()), said.getRetryable());
    }

    static NoticeRow notice(Notice said) {
        return new NoticeRow(code(said.getCode()), text(said.getDetail()));
    }

    private static String cut(String said, int chars) {
        return said.length() <= chars ? said : said.substring(0, chars);
    }
}
