package dev.titorelli.worker.fetch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.InputUri;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.Future;

/** One request and its response, on a connection of its own. Safe for several threads. */
final class HttpGet {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Connection connection;
    private final Clock clock;

    HttpGet(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** What a hop leads to. */
    sealed interface Answer {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never written to
    record File(byte[] bytes) implements Answer {}

    record Redirect(String location) implements Answer {}

    /** Closes its connection whatever happens; nothing outlasts the deadline but the name server's answer. */
    Answer ask(InputUri uri, FetchLimits limits, Deadline deadline) throws FetchException {
        try (Socket plain = connection.plain(uri, limits)) {
            Future<?> guard = deadline.guard(plain);
            try {
                Socket socket = connection.secured(plain, uri);
                socket.getOutputStream().write(request(uri).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                return answer(uri, new BufferedInputStream(socket.getInputStream()), limits.maxBytes());
            } finally {
                guard.cancel(false);
            }
        } catch (IOException e) {
            throw deadline.isOver()
                    ? deadline.passed()
                    : FetchException.trouble("the connection to " + uri.host() + " failed: " + e.getMessage());
        }
    }

    private static String request(InputUri uri) {
        return String.join(
                "\r\n",
                "GET " + uri.target() + " HTTP/1.1",
                "Host: " + uri.authority(),
                "User-Agent: titorelli",
                "Accept: image/png, image/jpeg, image/webp",
                "Accept-Encoding: identity",
                "Connection: close",
                "",
                "");
    }

    private Answer answer(InputUri uri, InputStream in, long maxBytes) throws IOException, FetchException {
        ResponseHead head = ResponseHead.read(in);
        int status = head.status();
        if (status == OK) {
            return new File(ResponseBody.read(head, in, maxBytes));
        }
        String location = head.last("location");
        if (REDIRECTS.contains(status) && !location.isEmpty()) {
            return new Redirect(location);
        }
        String said = uri.host() + " answers with status " + status;
        if (status == TOO_MANY_REQUESTS || status >= SERVER_ERROR) {
            throw FetchException.trouble(said, retryAfter(head.last("retry-after")));
        }
        throw FetchException.refused(FaultCode.URI_NOT_FETCHED, said, "200");
    }

    /** Seconds, or a date; nothing for what is neither. */
    private Duration retryAfter(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration until = Duration.between(clock.instant(), at);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
