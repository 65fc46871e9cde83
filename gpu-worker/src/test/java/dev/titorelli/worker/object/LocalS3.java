package dev.titorelli.worker.object;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A server in this process that speaks S3, over files. It has one bucket. */
final class LocalS3 {

    static final String BUCKET = "pictures";

    private static final String ACCESS_KEY = "local";
    private static final String SECRET_KEY = "localsecret";

    private final S3Proxy proxy;

    private LocalS3(Path directory, AuthenticationType who) throws Exception {
        Files.createDirectories(directory.resolve(BUCKET));
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .jettyMaxThreads(16)
                .ignoreUnknownHeaders(true);
        proxy = who == AuthenticationType.NONE
                ? builder.build()
                : builder.awsAuthentication(who, ACCESS_KEY, SECRET_KEY).build();
        proxy.start();
    }

    static LocalS3 start(Path directory) throws Exception {
        return new LocalS3(directory, AuthenticationType.AWS_V2_OR_V4);
    }

    /** Believes everybody, so that requests may be changed on their way. */
    static LocalS3 startWithoutSignatures(Path directory) throws Exception {
        return new LocalS3(directory, AuthenticationType.NONE);
    }

    int port() {
        return proxy.getPort();
    }

    Map<String, String> settings(String prefix) {
        return settings(prefix, port());
    }

    /** With short time-outs, through another port. */
    Map<String, String> settings(String prefix, int port) {
        return new HashMap<>(Map.of(
                "objects",
                "s3://" + BUCKET + "/" + prefix,
                "objects.endpoint",
                "http://127.0.0.1:" + port,
                "objects.access.key",
                ACCESS_KEY,
                "objects.secret.key",
                SECRET_KEY));
    }

    void stop() throws Exception {
        proxy.stop();
    }
}
