package dev.titorelli.worker.fetch;

import dev.titorelli.fault.FaultCode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP/1 response.
 *
 * @param headers values by name in lower case, in the order in which they came
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
record ResponseHead(int status, Map<String, List<String>> headers) {

    private static final int MAX_BYTES = 32 * 1024;
    private static final int MAX_INTERIM = 5;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final String WANTED = "HTTP/1.1 with a head of at most " + MAX_BYTES + " bytes";

    /** Reads up to the first byte of the body; interim responses (1xx) are passed over. */
    static ResponseHead read(InputStream in) throws IOException, FetchException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            ResponseHead head = readOne(in);
            if (head.status >= 200) {
                return head;
            }
        }
        throw noHttp("interim responses without end");
    }

    /** The last value of a header; empty when there is none. */
    String last(String name) {
        List<String> values = headers.getOrDefault(name, List.of(""));
        return values.get(values.size() - 1);
    }

    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    static FetchException noHttp(String found) {
        return FetchException.refused(FaultCode.URI_NOT_FETCHED, "the server answers with " + found, WANTED);
    }

    private static ResponseHead readOne(InputStream in) throws IOException, FetchException {
        int[] left = {MAX_BYTES};
        Matcher status = STATUS_LINE.matcher(line(in, left));
        if (!status.matches()) {
            throw noHttp("something that is no HTTP/1");
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw noHttp("a header without a name");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, unused -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new ResponseHead(Integer.parseInt(status.group(1)), headers);
    }

    /** A line without its end; {@code left} counts the bytes that all lines together may still have. */
    static String line(InputStream in, int[] left) throws IOException, FetchException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int found = in.read(); found != '\n'; found = in.read()) {
            if (found < 0) {
                throw new EOFException("the server hung up in its head");
            }
            if (--left[0] < 0) {
                throw noHttp("a head without end");
            }
            line.write(found);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
