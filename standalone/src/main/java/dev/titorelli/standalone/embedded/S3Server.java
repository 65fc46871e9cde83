package dev.titorelli.standalone.embedded;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * The folder of objects as a bucket of S3, on the loopback address: the object of key {@code a/b.png} stays the plain file
 * {@code a/b.png}. Who holds its one access key may read and write everything, also other buckets that he makes.
 */
public final class S3Server implements AutoCloseable {

    /** The bucket that is the folder of objects. */
    public static final String BUCKET = "titorelli";

    private static final int THREADS = 16;

    private final S3Proxy server;

    private S3Server(S3Proxy server) {
        this.server = server;
    }

    /**
     * Serves a folder and returns when it is served.
     *
     * @param buckets folder of the buckets; made, with a link to the objects in it
     * @param objects folder of the bucket {@link #BUCKET}
     * @param port where to listen, 0 for a free one
     * @throws CannotStart when the port is in use or the folder can't be made
     */
    public static S3Server start(Path buckets, Path objects, int port, S3AccessKey key) {
        link(buckets, objects);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new VisibleObjects(new FilesystemNio2BlobStore(buckets.toString())))
                .endpoint(URI.create("http://" + LocalPort.HOST + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, key.id(), key.secret())
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS)
                .build();
        try {
            server.start();
            return new S3Server(server);
        } catch (BindException e) {
            throw LocalPort.inUse(port, "S3", e);
        } catch (IOException e) {
            // Jetty wraps what the socket said.
            throw e.getCause() instanceof BindException
                    ? LocalPort.inUse(port, "S3", e)
                    : new CannotStart("can't serve S3 on port " + port + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new CannotStart("can't serve S3 on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** The address: {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return "http://" + LocalPort.HOST + ":" + server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while S3 stops", e);
        } catch (Exception e) {
            throw new IllegalStateException("S3 did not stop: " + e.getMessage(), e);
        }
    }

    private static void link(Path buckets, Path objects) {
        Path bucket = buckets.resolve(BUCKET);
        try {
            Files.createDirectories(buckets);
            if (!Files.exists(bucket, LinkOption.NOFOLLOW_LINKS)) {
                // Relative, so that it still holds when the folder of both is moved.
                Files.createSymbolicLink(bucket, buckets.toAbsolutePath().relativize(objects.toAbsolutePath()));
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new CannotStart("can't make the bucket " + bucket + ": " + e, e);
        }
    }
}
