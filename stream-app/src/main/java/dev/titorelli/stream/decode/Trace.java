package dev.titorelli.stream.decode;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The W3C trace header, which goes along with everything that a request causes. */
public final class Trace {

    private static final String NAME = "traceparent";

    /** The format has 55; whatever is much longer is none, and must not travel along. */
    private static final int MAX_BYTES = 128;

    private Trace() {}

    /** The header's text; null when there is none. */
    public static String of(Headers headers) {
        Header last = headers.lastHeader(NAME);
        boolean usable = last != null && last.value() != null && last.value().length <= MAX_BYTES;
        return usable ? new String(last.value(), StandardCharsets.UTF_8) : null;
    }

    /** Headers of a record that belongs to a trace; none for null. */
    public static Headers headers(String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        if (traceparent != null) {
            headers.add(NAME, traceparent.getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }
}
