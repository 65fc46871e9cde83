package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with the bucket in the host's name. No name server knows that host, so the way to it is Java's proxy setting. */
final class VirtualHostS3IT extends ObjectStoreContract {

    private static final String HOST = "s3.test";

    @TempDir
    private static Path directory;

    private static ProxySelector usual;
    private static LocalS3 s3;
    private static final List<String> HOSTS = Collections.synchronizedList(new ArrayList<>());

    private final String prefix = UUID.randomUUID().toString();
    private final List<S3ObjectStore> opened = Collections.synchronizedList(new ArrayList<>());
    private final S3ObjectStore store = reopened();

    @BeforeAll
    static void start() throws Exception {
        s3 = LocalS3.startWithVirtualHosts(directory, HOST);
        usual = ProxySelector.getDefault();
        ProxySelector.setDefault(new ToS3(new InetSocketAddress(InetAddress.getLoopbackAddress(), s3.port()), usual));
    }

    @AfterAll
    static void stop() throws Exception {
        ProxySelector.setDefault(usual);
        s3.stop();
    }

    @AfterEach
    void close() {
        opened.forEach(S3ObjectStore::close);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    S3ObjectStore reopened() {
        Map<String, String> settings = s3.settings(prefix);
        settings.put("objects.endpoint", "http://" + HOST);
        settings.put("objects.path.style", "false");
        S3ObjectStore another = new S3ObjectStore(S3Settings.read(settings));
        opened.add(another);
        return another;
    }

    @Test
    void passesTheCheckAtTheBucketsOwnHost() {
        store.check();
        assertThat(HOSTS).containsOnly(LocalS3.BUCKET + "." + HOST);
    }

    /** Sends requests for the host, and for those below it, to the server. */
    private static final class ToS3 extends ProxySelector {

        private final InetSocketAddress server;
        private final ProxySelector others;

        ToS3(InetSocketAddress server, ProxySelector others) {
            this.server = server;
            this.others = others;
        }

        @Override
        public List<Proxy> select(URI uri) {
            if (!uri.getHost().endsWith(HOST)) {
                return others.select(uri);
            }
            HOSTS.add(uri.getHost());
            return List.of(new Proxy(Proxy.Type.HTTP, server));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException cause) {
            others.connectFailed(uri, address, cause);
        }
    }
}
