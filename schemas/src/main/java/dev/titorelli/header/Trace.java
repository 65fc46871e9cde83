package dev.titorelli.header;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The W3C trace header, which goes along unchanged with everything that a request causes. One that is malformed is
 * dropped, as the standard asks.
 *
 * <p>Form: https://www.w3.org/TR/trace-context/#traceparent-header
 */
public final class Trace {

    /** The header's name. */
    public static final String NAME = "traceparent";

    /** A version above 00 may have more behind its 55 characters; whatever is much longer must not travel along. */
    private static final int MAX_BYTES = 128;

    private static final Pattern FORM = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?<more>-[\\x21-\\x7e]*)?");
    private static final String FIRST_VERSION = "00-";

    private Trace() {}

    /** The header's text; null when there is none, or it has not the form of one. */
    public static String of(Headers headers) {
        Header last = headers.lastHeader(NAME);
        if (last == null || last.value() == null || last.value().length > MAX_BYTES) {
            return null;
        }
        String text = new String(last.value(), StandardCharsets.UTF_8);
        return isWellFormed(text) ? text : null;
    }

    /** Headers of a record that belongs to a trace; none for null. */
    public static Headers headers(String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        if (traceparent != null) {
            headers.add(NAME, traceparent.getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static boolean isWellFormed(String text) {
        var form = FORM.matcher(text);
        return form.matches() && (form.group("more") == null || !text.startsWith(FIRST_VERSION));
    }
}
