package dev.titorelli.worker.fetch;

import static dev.titorelli.worker.fetch.StrangeServer.file;
import static dev.titorelli.worker.fetch.StrangeServer.raw;
import static dev.titorelli.worker.fetch.StrangeServer.redirect;
import static dev.titorelli.worker.fetch.StrangeServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.UriAllowList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFetchTest {

    private static final String HOST = "good.example.org";
    private static final byte[] BYTES = "a picture, or not".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final FetchLimits LIMITS = new FetchLimits(1000, LONG, LONG, LONG, 3);

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> resolved = new ArrayList<>();
    private StrangeServer server;

    @BeforeEach
    void start() throws IOException {
        server = StrangeServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void fetchesAFile() throws Exception {
        server.on("/a.png?size=1", file(BYTES));

        assertThat(fetch("/a.png?size=1#part", LIMITS)).isEqualTo(BYTES);
        assertThat(server.heads().get(0))
                .startsWith("GET /a.png?size=1 HTTP/1.1\nHost: " + HOST + ":" + server.port() + "\n")
                .contains("Accept-Encoding: identity\n")
                .doesNotContain("Cookie", "Authorization", "Referer");
    }

    @Test
    void fetchesAFileInChunks() throws Exception {
        server.on(
                "/", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"));

        assertThat(fetch("/", LIMITS)).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fetchesAFileThatEndsWithTheConnection() throws Exception {
        server.on("/", raw("HTTP/1.0 200 OK\r\n\r\nabc"));

        assertThat(fetch("/", LIMITS)).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fetchesAFileAfterInterimResponses() throws Exception {
        server.on("/", raw("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"));

        assertThat(fetch("/", LIMITS)).hasSize(1);
    }

    @Test
    void followsRedirectsAndChecksEachHop() throws Exception {
        server.on("/1", redirect("/2"));
        server.on("/2", redirect(server.at("also.example.org", "/3")));
        server.on("/3", file(BYTES));

        assertThat(fetch("/1", LIMITS)).isEqualTo(BYTES);
        assertThat(resolved).containsExactly(HOST, HOST, "also.example.org");
    }

    @Test
    void refusesARedirectThatTheAllowListDoesNotHave() {
        server.on("/", redirect(server.at("evil.org", "/a.png?secret=1")));

        FetchException refused = refusal("/", LIMITS);

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_ALLOWED);
        assertThat(refused).hasMessageContaining("evil.org").hasMessageNotContaining("secret");
        assertThat(resolved).containsExactly(HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/a.png",
                "http://[::1]:%d/a.png",
                "http://2130706433:%d/a.png",
                "http://0177.0.0.1:%d/a.png",
                "http://user@good.example.org:%d/a.png",
                "https://good.example.org:%d/a.png",
                "http://good.example.org:22/a.png",
                "file:///etc/passwd",
                "ftp://good.example.org:%d/a.png",
                "//private.example.org:%d/a.png",
                "http://good.example.org.evil.org:%d/"
            })
    void refusesARedirectToAPlaceThatIsNotAllowed(String location) {
        server.on("/", redirect(location.formatted(server.port())));

        assertThat(refusal("/", LIMITS).code()).isEqualTo(FaultCode.URI_NOT_ALLOWED);
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void refusesARedirectLoop() {
        server.on("/", redirect("/"));

        FetchException refused = refusal("/", LIMITS);

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_FETCHED);
        assertThat(refused).hasMessageContaining("more than 5 redirects");
        assertThat(server.heads()).hasSize(6);
    }

    @Test
    void connectsToTheAddressThatWasCheckedAndAsksOnlyOnce() throws Exception {
        server.on("/", file(BYTES));
        HostResolver changing = host -> {
            resolved.add(host);
            return addresses(resolved.size() == 1 ? "127.0.0.1" : "10.0.0.1");
        };

        assertThat(fetch(new FetchSettings(allowed(), local(), LIMITS), changing, "/"))
                .isEqualTo(BYTES);
        assertThat(resolved).hasSize(1);
    }

    @Test
    void refusesANameThatLeadsElsewhereAtTheNextHop() {
        server.on("/", redirect("/2"));
        HostResolver changing = host -> {
            resolved.add(host);
            return addresses(resolved.size() == 1 ? "127.0.0.1" : "10.0.0.1");
        };

        FetchException refused = refusal(new FetchSettings(allowed(), local(), LIMITS), changing, "/");

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_ALLOWED);
        assertThat(refused).hasMessageContaining(HOST).hasMessageNotContaining("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
    void refusesANameThatLeadsToAPrivateAddress(String address) {
        FetchSettings settings = new FetchSettings(allowed(), List.of(), LIMITS);

        FetchException refused = refusal(settings, host -> addresses(address), "/");

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_ALLOWED);
        assertThat(refused).hasMessageNotContaining(address);
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void passesOverTheRefusedAmongTheAddressesOfAName() throws Exception {
        server.on("/", file(BYTES));

        assertThat(fetch(
                        new FetchSettings(allowed(), local(), LIMITS),
                        host -> List.of(
                                addresses("10.0.0.1").get(0),
                                addresses("127.0.0.1").get(0)),
                        "/"))
                .isEqualTo(BYTES);
    }

    @Test
    void refusesAnAddressThatTheAllowListDoesNotHaveWithoutResolvingIt() {
        FetchException refused = catchThrowableOfType(
                FetchException.class, () -> fetchAddress(LIMITS, server.at("good.example.org.evil.org", "/")));

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_ALLOWED);
        assertThat(resolved).isEmpty();
    }

    @Test
    void stopsAtTheLimitOfAnEndlessBody() {
        server.on("/", StrangeServer.endless("HTTP/1.1 200 OK\r\n\r\n", new byte[100]));

        FetchException refused = refusal("/", LIMITS);

        assertThat(refused.code()).isEqualTo(FaultCode.INPUT_TOO_LARGE);
        assertThat(refused).hasMessage("the file has more than 1000 bytes; allowed: at most 1000");
    }

    @Test
    void stopsAtTheLimitOfEndlessChunks() {
        server.on(
                "/",
                StrangeServer.endless(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "1\r\na\r\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(refusal("/", LIMITS).code()).isEqualTo(FaultCode.INPUT_TOO_LARGE);
    }

    @Test
    void refusesATooLargeLengthBeforeTheBody() {
        server.on("/", raw("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"));

        assertThat(refusal("/", LIMITS).code()).isEqualTo(FaultCode.INPUT_TOO_LARGE);
    }

    @Test
    void heedsALowerLimitOfOneFile() {
        server.on("/", file(BYTES));

        FetchException refused = catchThrowableOfType(FetchException.class, () -> {
            try (FileFetch fetch = open(new FetchSettings(allowed(), local(), LIMITS), this::resolve)) {
                fetch.fetch(server.at(HOST, "/"), 5);
            }
        });

        assertThat(refused.code()).isEqualTo(FaultCode.INPUT_TOO_LARGE);
    }

    @Test
    void givesUpABodyThatDrips() {
        server.on("/", out -> {
            raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n").write(out);
            drip(out, (byte) 'a');
        });

        FetchException gone = refusal("/", new FetchLimits(1000, LONG, LONG, SHORT, 3));

        assertThat(gone.code()).isEqualTo(FaultCode.URI_UNREACHABLE);
        assertThat(gone).hasMessageContaining("not there within 300 ms");
    }

    @Test
    void givesUpAServerThatSaysNothing() {
        server.on("/", out -> LockSupport.park());

        FetchException gone = refusal("/", new FetchLimits(1000, LONG, SHORT, LONG, 1));

        assertThat(gone.code()).isEqualTo(FaultCode.URI_UNREACHABLE);
    }

    @Test
    void givesUpATlsRecordThatDrips() throws IOException {
        try (StrangeServer dripping = StrangeServer.start()) {
            dripping.onAnything(out -> {
                out.write(new byte[] {0x16, 0x03, 0x03, 0x40, 0x00});
                drip(out, (byte) 2);
            });
            UriAllowList allow = UriAllowList.of(List.of("https://" + HOST + ":" + dripping.port()));
            FetchSettings settings = new FetchSettings(allow, local(), new FetchLimits(1000, LONG, LONG, SHORT, 1));

            FetchException gone = catchThrowableOfType(FetchException.class, () -> {
                try (FileFetch fetch = open(settings, this::resolve)) {
                    fetch.fetch("https://" + HOST + ":" + dripping.port() + "/", 0);
                }
            });

            assertThat(gone).hasMessageContaining("not there within 300 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 Bad",
                "401 Who",
                "403 No",
                "404 Not Found",
                "410 Gone",
                "204 Nothing",
                "304 Same",
                "300 Many"
            })
    void asksNoSecondTimeWhenTheServerSaysNo(String status) {
        server.on("/", status(status));

        FetchException refused = refusal("/", LIMITS);

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_FETCHED);
        assertThat(refused).hasMessageContaining(HOST + " answers with status " + status.substring(0, 3));
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void asksAgainWhenTheServerWasInTrouble() throws Exception {
        server.on("/", status("500 Oh"), status("503 Busy"), file(BYTES));

        assertThat(fetch("/", LIMITS)).isEqualTo(BYTES);
        assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(600));
    }

    @Test
    void asksAgainWhenTheServerHungUp() throws Exception {
        server.on(
                "/",
                raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
                out -> {
                    throw new IOException("hangs up");
                },
                file(BYTES));

        assertThat(fetch("/", LIMITS)).isEqualTo(BYTES);
    }

    @Test
    void waitsAsLongAsTheServerWants() throws Exception {
        server.on("/", status("429 Slow Down\r\nRetry-After: 7"), file(BYTES));

        assertThat(fetch("/", LIMITS)).isEqualTo(BYTES);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "999999999", "Fri, 01 Jan 2100 00:00:00 GMT"})
    void givesUpWhenTheServerWantsMoreTimeThanThereIs(String retryAfter) {
        server.on("/", status("429 Slow Down\r\nRetry-After: " + retryAfter));

        assertThat(refusal("/", LIMITS).code()).isEqualTo(FaultCode.URI_UNREACHABLE);
        assertThat(server.heads()).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        server.on("/", status("502 Bad Gateway"));

        FetchException gone = refusal("/", LIMITS);

        assertThat(gone.code()).isEqualTo(FaultCode.URI_UNREACHABLE);
        assertThat(gone).hasMessageContaining("status 502");
        assertThat(server.heads()).hasSize(3);
    }

    @Test
    void tellsOfANameThatNobodyKnows() {
        FetchException gone = refusal(
                new FetchSettings(allowed(), local(), LIMITS),
                host -> {
                    throw new UnknownHostException(host);
                },
                "/");

        assertThat(gone.code()).isEqualTo(FaultCode.URI_UNREACHABLE);
        assertThat(gone).hasMessageContaining("no name server knows an address of " + HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 mail.example.org ESMTP\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\na"
            })
    void refusesWhatIsNoPlainHttp(String answer) {
        server.on("/", raw(answer));

        assertThat(refusal("/", LIMITS).code()).isEqualTo(FaultCode.URI_NOT_FETCHED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: a\r\n", "x", "HTTP/1.1 100 Continue\r\n\r\n"})
    void refusesAHeadWithoutEnd(String repeated) {
        server.on(
                "/",
                StrangeServer.endless("HTTP/1.1 100 Continue\r\n", repeated.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(refusal("/", LIMITS).code()).isEqualTo(FaultCode.URI_NOT_FETCHED);
    }

    private static void drip(java.io.OutputStream out, byte drop) throws IOException {
        while (true) {
            out.write(drop);
            out.flush();
            LockSupport.parkNanos(2_000_000);
        }
    }

    private byte[] fetch(String path, FetchLimits limits) throws Exception {
        return fetchAddress(limits, server.at(HOST, path));
    }

    private byte[] fetchAddress(FetchLimits limits, String address) throws Exception {
        try (FileFetch fetch = open(new FetchSettings(allowed(), local(), limits), this::resolve)) {
            return fetch.fetch(address, 0);
        }
    }

    private byte[] fetch(FetchSettings settings, HostResolver resolver, String path) throws Exception {
        try (FileFetch fetch = open(settings, resolver)) {
            return fetch.fetch(server.at(HOST, path), 0);
        }
    }

    private FetchException refusal(String path, FetchLimits limits) {
        return catchThrowableOfType(FetchException.class, () -> fetch(path, limits));
    }

    private FetchException refusal(FetchSettings settings, HostResolver resolver, String path) {
        return catchThrowableOfType(FetchException.class, () -> fetch(settings, resolver, path));
    }

    private FileFetch open(FetchSettings settings, HostResolver resolver) {
        return new FileFetch(settings, resolver, (SSLSocketFactory) SSLSocketFactory.getDefault(), pauses::add);
    }

    /** Names of a test lead to this machine, and private.example.org to a private network. */
    private List<InetAddress> resolve(String host) throws UnknownHostException {
        resolved.add(host);
        return addresses(host.equals("private.example.org") ? "192.168.0.1" : "127.0.0.1");
    }

    private static List<InetAddress> addresses(String address) throws UnknownHostException {
        return List.of(InetAddress.getByName(address));
    }

    private UriAllowList allowed() {
        return UriAllowList.of(List.of("http://*.example.org:" + server.port()));
    }

    private static List<Network> local() {
        return List.of(Network.parse("127.0.0.1/32"));
    }
}
