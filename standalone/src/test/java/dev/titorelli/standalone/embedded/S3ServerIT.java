package dev.titorelli.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.FileObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStores;
import dev.titorelli.worker.object.PutResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The folder of objects, served as S3. */
class S3ServerIT {

    private static final S3AccessKey KEY = new S3AccessKey("somebody", "something-secret");
    private static final byte[] PICTURE = {1, 2, 3};
    private static final ObjectMetadata METADATA =
            new ObjectMetadata("image/png", Sha256.of(PICTURE), new TreeMap<>(Map.of("seed", "7")));

    @TempDir
    private Path directory;

    private Path folder;
    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectory(directory.resolve("objects"));
        server = S3Server.start(directory.resolve("s3"), folder, 0, KEY);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void keepsWhatIsWrittenAsAPlainFileOfTheFolder() {
        assertThat(ObjectStores.open(settings()).putIfAbsent("images/a.png", PICTURE, METADATA))
                .isEqualTo(new PutResult.Created());

        assertThat(folder.resolve("images/a.png")).hasBinaryContent(PICTURE);
    }

    @Test
    void givesWhatTheFolderHas() {
        new FileObjectStore(folder).putIfAbsent("images/a.png", PICTURE, METADATA);

        assertThat(ObjectStores.connect(settings())
                        .get("images/a.png")
                        .orElseThrow()
                        .bytes())
                .isEqualTo(PICTURE);
    }

    @Test
    void listsPicturesAndNotWhatTheFolderKeepsBesideThem() {
        ObjectStore store = new FileObjectStore(folder);
        for (int i = 0; i < 5; i++) {
            store.putIfAbsent("images/" + i + ".png", PICTURE, METADATA);
        }

        try (S3Client client = client()) {
            assertThat(client.listObjectsV2Paginator(
                                    list -> list.bucket(S3Server.BUCKET).maxKeys(2))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactly("images/0.png", "images/1.png", "images/2.png", "images/3.png", "images/4.png");
            assertThat(client.listObjectsV2(list -> list.bucket(S3Server.BUCKET).delimiter("/"))
                            .commonPrefixes())
                    .extracting(prefix -> prefix.prefix())
                    .containsExactly("images/");
        }
    }

    @Test
    void showsNoFolderButTheObjects() throws Exception {
        Files.createDirectory(directory.resolve("kafka"));

        try (S3Client client = client()) {
            assertThat(client.listBuckets().buckets())
                    .extracting(bucket -> bucket.name())
                    .containsExactly(S3Server.BUCKET);
        }
    }

    @Test
    void refusesAnotherKey() {
        Map<String, String> settings = new TreeMap<>(settings());
        settings.put("objects.secret.key", "another");

        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> ObjectStores.open(settings))
                .withMessageContaining("objects.secret.key");
    }

    @Test
    void servesTheSameFolderAgain() throws Exception {
        new FileObjectStore(folder).putIfAbsent("images/a.png", PICTURE, METADATA);
        server.close();
        server = S3Server.start(directory.resolve("s3"), folder, 0, KEY);

        assertThat(ObjectStores.connect(settings()).head("images/a.png")).isPresent();
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> S3Server.start(directory.resolve("s3"), folder, taken.getLocalPort(), KEY))
                    .withMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "objects", "s3://" + S3Server.BUCKET,
                "objects.endpoint", server.endpoint(),
                "objects.access.key", KEY.id(),
                "objects.secret.key", KEY.secret());
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY.id(), KEY.secret())))
                .build();
    }
}
