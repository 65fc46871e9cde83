package dev.titorelli.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.UriAllowList;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFetchTlsTest {

    private static final String HOST = "good.example.org";
    private static final char[] PASSWORD = "keystore-password".toCharArray();
    private static final byte[] BYTES = "a picture, or not".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;

    private static SSLContext known;
    private static StrangeServer server;

    @BeforeAll
    static void start() throws Exception {
        known = contextOf(keyFor(HOST));
        server = StrangeServer.start(known.getServerSocketFactory());
        server.on("/a.png", StrangeServer.file(BYTES));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void connectsToTheCheckedAddressAndVerifiesTheName() throws Exception {
        try (FileFetch fetch = fetch(known.getSocketFactory())) {
            assertThat(fetch.fetch(address(HOST), 0)).isEqualTo(BYTES);
        }
    }

    @Test
    void refusesACertificateOfAnotherName() {
        FetchException refused = refusal(known.getSocketFactory(), "other.example.org");

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_FETCHED);
        assertThat(refused).hasMessageContaining("no trusted TLS connection to other.example.org");
    }

    @Test
    void refusesACertificateOfNoTrustedAuthority() {
        FetchException refused = refusal((SSLSocketFactory) SSLSocketFactory.getDefault(), HOST);

        assertThat(refused.code()).isEqualTo(FaultCode.URI_NOT_FETCHED);
    }

    private static FetchException refusal(SSLSocketFactory tls, String host) {
        return catchThrowableOfType(FetchException.class, () -> {
            try (FileFetch fetch = fetch(tls)) {
                fetch.fetch(address(host), 0);
            }
        });
    }

    private static String address(String host) {
        return "https://" + host + ":" + server.port() + "/a.png";
    }

    private static FileFetch fetch(SSLSocketFactory tls) {
        Duration patience = Duration.ofSeconds(30);
        FetchSettings settings = new FetchSettings(
                UriAllowList.of(List.of("*.example.org:" + server.port())),
                List.of(Network.parse("127.0.0.1/32")),
                new FetchLimits(1000, patience, patience, patience, 1));
        return new FileFetch(
                settings, host -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), tls, pause -> {});
    }

    /** Serves with the key and trusts it. */
    private static SSLContext contextOf(KeyStore key) throws GeneralSecurityException, IOException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(key, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", key.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore keyFor(String host) throws Exception {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "SAN=dns:" + host)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
