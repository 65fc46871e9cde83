package dev.titorelli.stream.decode;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The W3C trace header, which goes along with everything that a request causes. */
public final class Trace {

    private static final String NAME = "traceparent";

    private Trace() {}

    /** The header's text; null when there is none. */
    public static String of(Headers headers) {
        Header last = headers.lastHeader(NAME);
        return last == null || last.value() == null ? null : new String(last.value(), StandardCharsets.UTF_8);
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
