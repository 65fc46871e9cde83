package dev.titorelli.standalone.parts;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** Kafka, Apicurio and S3Proxy in containers, from the images and with the settings of {@code docker-compose.yml}. */
public final class ContainerParts implements Parts {

    /** Why tests are skipped where {@link #engineAnswers} says no. */
    public static final String NO_ENGINE =
            "no Docker engine answers: the tests on containers are skipped; the same ones run on embedded parts";

    private static final int HTTP = 8080;
    private static final String BUCKET = "pictures";

    private final ComposeFile compose = ComposeFile.read();
    private final KafkaContainer kafka = kafkaContainer();
    private final GenericContainer<?> registryContainer = registryContainer();
    private final GenericContainer<?> storeContainer = storeContainer();

    private ContainerParts() {}

    /** Whether there is an engine to run them; prints it where there is none. */
    public static boolean engineAnswers() {
        boolean engineAnswers = DockerClientFactory.instance().isDockerAvailable();
        if (!engineAnswers) {
            System.out.println(NO_ENGINE);
        }
        return engineAnswers;
    }

    /** Starts them; needs an engine. */
    public static ContainerParts start() {
        ContainerParts parts = new ContainerParts();
        try {
            Startables.deepStart(parts.containers()).join();
            return parts;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return address(registryContainer) + "/apis/ccompat/v7";
    }

    @Override
    public Map<String, String> objects() {
        Map<String, String> environment = compose.environment("objects");
        return Map.of(
                "objects", "s3://" + BUCKET + "/test",
                "objects.endpoint", address(storeContainer),
                "objects.access.key", environment.get("S3PROXY_IDENTITY"),
                "objects.secret.key", environment.get("S3PROXY_CREDENTIAL"));
    }

    @Override
    public void close() {
        containers().forEach(Startable::stop);
    }

    private List<Startable> containers() {
        return Stream.<Startable>of(kafka, registryContainer, storeContainer).toList();
    }

    /** Its listeners are those of the library, which knows the port that the engine chooses; all else is the file's. */
    @SuppressWarnings("resource") // closed with the parts
    private KafkaContainer kafkaContainer() {
        KafkaContainer container = new KafkaContainer(image("kafka"));
        compose.environment("kafka").forEach((name, value) -> {
            if (name.endsWith("_FACTOR") || name.endsWith("_ISR") || name.endsWith("_ENABLE")) {
                container.withEnv(name, value);
            }
        });
        return container;
    }

    @SuppressWarnings("resource")
    private GenericContainer<?> registryContainer() {
        return new GenericContainer<>(image("registry"))
                .withEnv(Map.of("APICURIO_STORAGE_KIND", "sql", "APICURIO_STORAGE_SQL_KIND", "h2"))
                .withExposedPorts(HTTP)
                .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").forPort(HTTP));
    }

    /** The bucket is a folder, made before the server starts. */
    @SuppressWarnings("resource")
    private GenericContainer<?> storeContainer() {
        String folder = compose.environment("objects").get("JCLOUDS_FILESYSTEM_BASEDIR");
        return new GenericContainer<>(image("objects"))
                .withEnv(compose.environment("objects"))
                .withCommand(
                        "/bin/bash",
                        "-c",
                        "mkdir -p " + folder + "/" + BUCKET + " && exec /opt/s3proxy/run-docker-container.sh")
                .withExposedPorts(HTTP)
                .waitingFor(Wait.forHttp("/healthz").forPort(HTTP));
    }

    private DockerImageName image(String service) {
        return DockerImageName.parse(compose.image(service));
    }

    private static String address(GenericContainer<?> container) {
        return "http://" + container.getHost() + ":" + container.getMappedPort(HTTP);
    }
}
