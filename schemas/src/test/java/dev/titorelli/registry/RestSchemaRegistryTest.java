package dev.titorelli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.registry.SchemaRegistry.RegisteredSchema;
import dev.titorelli.registry.SchemaRegistryException.NotAvro;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.registry.SchemaRegistryException.Refused;
import dev.titorelli.registry.SchemaRegistryException.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestSchemaRegistryTest {

    private static final Schema PICTURE = Schema.createEnum("Picture", null, "test", java.util.List.of("HEATH"));
    private static final String PICTURE_JSON =
            "{\"schema\": \"{\\\"type\\\":\\\"enum\\\",\\\"name\\\":\\\"Picture\\\",\\\"namespace\\\":\\\"test\\\",\\\"symbols\\\":[\\\"HEATH\\\"]}\"}";

    private ScriptedRegistryServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ScriptedRegistryServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void registersNormalized() {
        server.thenAnswer(200, "{\"id\": 7}");

        assertThat(registry().register("pictures-value", PICTURE)).isEqualTo(7);

        assertThat(asked().method()).isEqualTo("POST");
        assertThat(asked().rawPath()).isEqualTo("/subjects/pictures-value/versions?normalize=true");
        assertThat(asked().body()).startsWith("{\"schema\":\"{").contains("HEATH");
    }

    @Test
    void looksUpNormalized() {
        server.thenAnswer(200, "{\"subject\": \"pictures-value\", \"id\": 7, \"version\": 1}");

        assertThat(registry().lookUp("pictures-value", PICTURE)).isEqualTo(7);

        assertThat(asked().rawPath()).isEqualTo("/subjects/pictures-value?normalize=true");
    }

    @Test
    void readsASchemaById() {
        server.thenAnswer(200, PICTURE_JSON);

        assertThat(registry().byId(7)).isEqualTo(PICTURE);

        assertThat(asked().rawPath()).isEqualTo("/schemas/ids/7");
    }

    @Test
    void readsTheLatestVersion() {
        server.thenAnswer(200, PICTURE_JSON.replace("{\"schema\"", "{\"id\": 7, \"version\": 3, \"schema\""));

        assertThat(registry().latest("pictures-value"))
                .isEqualTo(new RegisteredSchema("pictures-value", 3, 7, PICTURE));
    }

    @Test
    void encodesTheSubject() {
        server.thenAnswer(200, "{\"id\": 7}");

        registry().register("a/b c+d?e", PICTURE);

        assertThat(asked().rawPath()).startsWith("/subjects/a%2Fb%20c%2Bd%3Fe/versions");
    }

    @Test
    void sendsUserAndPassword() {
        server.thenAnswer(200, PICTURE_JSON);

        new RestSchemaRegistry(settings(server.url()).withLogin("titorelli", "heath:ö")).byId(7);

        assertThat(asked().authorization()).isEqualTo("Basic dGl0b3JlbGxpOmhlYXRoOsO2");
    }

    @Test
    void sendsNoAuthorizationWithoutLogin() {
        server.thenAnswer(200, PICTURE_JSON);

        registry().byId(7);

        assertThat(asked().authorization()).isNull();
    }

    @Test
    void triesAgainAfter5xx() {
        server.thenAnswer(503, "").thenAnswer(500, "{\"error_code\": 50001}").thenAnswer(200, PICTURE_JSON);

        assertThat(registry().byId(7)).isEqualTo(PICTURE);
    }

    @Test
    void givesUpAfterTheLastRetry() {
        server.thenAnswer(503, "").thenAnswer(503, "").thenAnswer(503, "").thenAnswer(200, PICTURE_JSON);

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> registry().byId(7))
                .withMessageContaining("/schemas/ids/7 answered 503");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void doesNotAskAgainAfterARefusal() {
        server.thenAnswer(409, "{\"error_code\": 409, \"message\": \"field size has no default\"}");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> registry().register("pictures-value", PICTURE))
                .withMessageContaining("field size has no default");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void isRefusedWithoutRights() {
        server.thenAnswer(401, "Unauthorized");

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> registry().byId(7));
    }

    @Test
    void isRefusedAnInvalidSchema() {
        server.thenAnswer(422, "{\"error_code\": 42201, \"message\": \"invalid\"}");

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> registry().register("pictures-value", PICTURE));
    }

    @Test
    void takesTheRegistrysOwn404AsNotFound() {
        server.thenAnswer(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");

        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> registry().byId(7));
    }

    @Test
    void takesAForeign404AsUnavailable() {
        server.thenAnswer(404, "<html>no such page</html>");

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> registry().byId(7));
    }

    @Test
    void takesA200OfSomethingElseAsUnavailable() {
        server.thenAnswer(200, "<html>log in first</html>");

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> registry().byId(7))
                .withMessageContaining("is it a schema registry?");
    }

    @Test
    void saysWhenASchemaIsNotAvro() {
        server.thenAnswer(200, "{\"schemaType\": \"PROTOBUF\", \"schema\": \"message Picture {}\"}");

        assertThatExceptionOfType(NotAvro.class)
                .isThrownBy(() -> registry().byId(7))
                .withMessageContaining("PROTOBUF");
    }

    @Test
    void saysWhenASchemaCantBeParsed() {
        server.thenAnswer(200, "{\"schema\": \"{\\\"type\\\": \\\"heath\\\"}\"}");

        assertThatExceptionOfType(NotAvro.class).isThrownBy(() -> registry().byId(7));
    }

    @Test
    void givesUpWaitingForAnAnswer() {
        server.thenStaySilent();

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> hasty().byId(7))
                .withMessageContaining("no answer within 200 ms");
    }

    @Test
    void givesUpWaitingForTheRestOfABody() {
        server.thenStopHalfWay(PICTURE_JSON);

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> hasty().byId(7));
    }

    @Test
    void asksTheNextNodeWhenOneRefusesTheConnection() throws IOException {
        server.thenAnswer(200, PICTURE_JSON);

        Schema schema = new RestSchemaRegistry(
                        settings(nobodysUrl(), server.url()).withRetries(0, Duration.ofMillis(1)))
                .byId(7);

        assertThat(schema).isEqualTo(PICTURE);
    }

    @Test
    void isUnavailableWhenNobodyListens() throws IOException {
        SchemaRegistry nobody = new RestSchemaRegistry(settings(nobodysUrl()));

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> nobody.byId(7));
    }

    @Test
    void staysWithTheNodeThatAnswered() throws IOException {
        try (ScriptedRegistryServer ill = new ScriptedRegistryServer()) {
            ill.thenAnswer(500, "");
            server.thenAnswer(200, PICTURE_JSON).thenAnswer(200, PICTURE_JSON);
            SchemaRegistry both = new RestSchemaRegistry(settings(ill.url(), server.url()));

            both.byId(7);
            both.byId(8);

            assertThat(ill.asked()).hasSize(1);
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        server.thenStaySilent();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> registry().byId(7))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void checksCompatibilityWithAllVersions() {
        server.thenAnswer(200, "{\"is_compatible\": false}");

        assertThat(registry().compatible("pictures-value", PICTURE)).isFalse();

        assertThat(asked().rawPath()).isEqualTo("/compatibility/subjects/pictures-value/versions");
    }

    @Test
    void checksCompatibilityWithTheLatestVersionWhereTheRegistryKnowsNoOther() {
        server.thenAnswer(405, "").thenAnswer(200, "{\"is_compatible\": true}");

        assertThat(registry().compatible("pictures-value", PICTURE)).isTrue();

        assertThat(server.asked().get(1).rawPath()).isEqualTo("/compatibility/subjects/pictures-value/versions/latest");
    }

    @Test
    void takesAnUnknownSubjectAsCompatible() {
        server.thenAnswer(404, "{\"error_code\": 40401, \"message\": \"Subject not found\"}");

        assertThat(registry().compatible("pictures-value", PICTURE)).isTrue();
    }

    @Test
    void readsTheCompatibilityOfASubject() {
        server.thenAnswer(200, "{\"compatibilityLevel\": \"FULL_TRANSITIVE\"}");

        assertThat(registry().compatibility("pictures-value")).isEqualTo(Compatibility.FULL_TRANSITIVE);

        assertThat(asked().rawPath()).isEqualTo("/config/pictures-value?defaultToGlobal=true");
    }

    @Test
    void fallsBackToTheGlobalCompatibility() {
        server.thenAnswer(404, "{\"error_code\": 40408, \"message\": \"no subject-level compatibility\"}")
                .thenAnswer(200, "{\"compatibilityLevel\": \"BACKWARD\"}");

        assertThat(registry().compatibility("pictures-value")).isEqualTo(Compatibility.BACKWARD);
    }

    @Test
    void takesTheAnswerOfARegistryThatCallsTheLevelSoWhenItIsSet() {
        server.thenAnswer(200, "{\"compatibilityLevel\": \"FULL_TRANSITIVE\"}");

        registry().setCompatibility("pictures-value", Compatibility.FULL_TRANSITIVE);

        assertThat(asked().method()).isEqualTo("PUT");
    }

    @Test
    void setsTheCompatibilityOfASubject() {
        server.thenAnswer(200, "{\"compatibility\": \"FULL_TRANSITIVE\"}");

        registry().setCompatibility("pictures-value", Compatibility.FULL_TRANSITIVE);

        assertThat(asked().method()).isEqualTo("PUT");
        assertThat(asked().rawPath()).isEqualTo("/config/pictures-value");
        assertThat(asked().body()).isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
    }

    private SchemaRegistry registry() {
        return new RestSchemaRegistry(settings(server.url()));
    }

    private SchemaRegistry hasty() {
        return new RestSchemaRegistry(settings(server.url())
                .withRequestTimeout(Duration.ofMillis(200))
                .withRetries(0, Duration.ofMillis(1)));
    }

    private ScriptedRegistryServer.Asked asked() {
        return server.asked().get(0);
    }

    private static RegistrySettings settings(URI... urls) {
        return RegistrySettings.of(urls)
                .withRequestTimeout(Duration.ofSeconds(30))
                .withRetries(2, Duration.ofMillis(1));
    }

    /** An address whose port was free a moment ago. */
    private static URI nobodysUrl() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
