package dev.titorelli.worker.object;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** The server of {@code s3proxy.properties} in this process, on a free port and a directory of the test's. It has one bucket. */
final class LocalS3 {

    static final String BUCKET = "pictures";

    private static final String CONFIGURATION = "/s3proxy.properties";

    private final S3Proxy proxy;
    private final Properties configuration;

    private LocalS3(Path directory, Properties configuration) throws Exception {
        Files.createDirectories(directory.resolve(BUCKET));
        this.configuration = configuration;
        this.proxy = S3Proxy.Builder.fromProperties(configuration)
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .build();
        proxy.start();
    }

    static LocalS3 start(Path directory) throws Exception {
        return new LocalS3(directory, configuration());
    }

    /** Also answers {@code bucket.host}, for a host name that ends with this one. */
    static LocalS3 startWithVirtualHosts(Path directory, String host) throws Exception {
        Properties configuration = configuration();
        configuration.setProperty("s3proxy.virtual-host", host);
        return new LocalS3(directory, configuration);
    }

    /** Believes everybody, so that requests may be changed on their way. */
    static LocalS3 startWithoutSignatures(Path directory) throws Exception {
        Properties configuration = configuration();
        configuration.setProperty("s3proxy.authorization", "none");
        return new LocalS3(directory, configuration);
    }

    int port() {
        return proxy.getPort();
    }

    Map<String, String> settings(String prefix) {
        return settings(prefix, port());
    }

    /** Through another port. */
    Map<String, String> settings(String prefix, int port) {
        return new HashMap<>(Map.of(
                "objects",
                "s3://" + BUCKET + "/" + prefix,
                "objects.endpoint",
                "http://127.0.0.1:" + port,
                "objects.access.key",
                configuration.getProperty("s3proxy.identity"),
                "objects.secret.key",
                configuration.getProperty("s3proxy.credential")));
    }

    void stop() throws Exception {
        proxy.stop();
    }

    private static Properties configuration() throws IOException {
        try (InputStream in = LocalS3.class.getResourceAsStream(CONFIGURATION)) {
            Properties configuration = new Properties();
            configuration.load(in);
            return configuration;
        }
    }
}
