package dev.titorelli.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryContract;
import dev.titorelli.topic.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all registries, over HTTP, with the schemas in a real topic. */
class RegistryServerIT extends SchemaRegistryContract {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static RegistryServer server;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory, 0);
        server = RegistryServer.start(kafka.bootstrapServers(), 0);
    }

    @AfterAll
    static void stop() {
        server.close();
        kafka.close();
    }

    @Override
    protected SchemaRegistry registry() {
        return client(server);
    }

    @Test
    void givesTheSameIdsAfterARestart() {
        int request = registry().register("restart-a", Topics.REQUEST.schema());
        int event = registry().register("restart-b", Topics.EVENT.schema());

        try (RegistryServer again = RegistryServer.start(kafka.bootstrapServers(), 0)) {
            assertThat(client(again).byId(event)).isEqualTo(Topics.EVENT.schema());
            assertThat(client(again).lookUp("restart-a", Topics.REQUEST.schema()))
                    .isEqualTo(request);
            assertThat(client(again).register("restart-b", Topics.EVENT.schema()))
                    .isEqualTo(event);
        }
    }

    @Test
    void answersErrorsInConfluentsJson() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/subjects/nobody/versions/latest"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/vnd.schemaregistry.v1+json");
        assertThat(answer.body()).isEqualTo("{\"error_code\":40401,\"message\":\"Subject 'nobody' not found.\"}");
    }

    @Test
    void answersHeadWithTheHeadersOfGet() throws Exception {
        URI subjects = URI.create(server.url() + "/subjects");
        HttpClient client = HttpClient.newHttpClient();

        HttpResponse<String> head = client.send(
                HttpRequest.newBuilder(subjects)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> RegistryServer.start(kafka.bootstrapServers(), taken.getLocalPort()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    private static SchemaRegistry client(RegistryServer server) {
        return SchemaRegistries.open(RegistrySettings.of(URI.create(server.url())));
    }
}
