package dev.titorelli.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegistryRoutesTest {

    private static final String PICTURE = record("{'name':'widthPx','type':'int','default':0}");
    private static final String PICTURE_AND_NOTE =
            record("{'name':'widthPx','type':'int','default':0},{'name':'note','type':'string','default':''}");
    private static final String INCOMPATIBLE = record("{'name':'must','type':'string'}");

    private final ListRegistryLog log = new ListRegistryLog();
    private final RegistryRoutes routes = new RegistryRoutes(KeptRegistry.open(log));

    @Test
    void answersARegistrationWithItsId() {
        assertThat(register("a", PICTURE).toString()).isEqualTo("{\"id\":1}");
    }

    @Test
    void keepsOneRecordForASchemaThatIsRegisteredTwice() {
        register("a", PICTURE);
        register("a", PICTURE);

        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void givesSubjectVersionIdAndSchemaOfAVersion() {
        register("a", PICTURE);
        register("a", PICTURE_AND_NOTE);

        JsonNode first = get("/subjects/a/versions/1");

        assertThat(first.path("subject").asText()).isEqualTo("a");
        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(first.path("id").asInt()).isEqualTo(1);
        assertThat(first.path("schema").asText())
                .isEqualTo(SchemaText.kept(PICTURE).toString());
        assertThat(get("/subjects/a/versions/latest").path("version").asInt()).isEqualTo(2);
    }

    @Test
    void givesTheBareSchemaOfAnIdAndOfAVersion() {
        register("a", PICTURE);
        String schema = SchemaText.kept(PICTURE).toString();

        assertThat(get("/schemas/ids/1/schema").toString()).isEqualTo(schema);
        assertThat(get("/subjects/a/versions/latest/schema").toString()).isEqualTo(schema);
    }

    @Test
    void listsSubjectsAndVersions() {
        register("b", PICTURE);
        register("a", PICTURE);
        register("a", PICTURE_AND_NOTE);

        assertThat(get("/subjects").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(get("/subjects/a/versions").toString()).isEqualTo("[1,2]");
    }

    @Test
    void listsSubjectsThatBeginAlike() {
        register("titorelli.a", PICTURE);
        register("other.a", PICTURE);

        assertThat(get("/subjects?subjectPrefix=titorelli.").toString()).isEqualTo("[\"titorelli.a\"]");
    }

    @Test
    void takesMinusOneForTheLatestVersion() {
        register("a", PICTURE);
        register("a", PICTURE_AND_NOTE);

        assertThat(get("/subjects/a/versions/-1")).isEqualTo(get("/subjects/a/versions/2"));
    }

    @Test
    void knowsNoSchemaThatRefersToAnother() {
        register("a", PICTURE);

        assertThat(get("/subjects/a/versions/1/referencedby").toString()).isEqualTo("[]");
        assertThat(codeOf("GET", "/subjects/a/versions/2/referencedby", "")).isEqualTo(40402);
    }

    @Test
    void listsWhereAnIdIsUsed() {
        register("a", PICTURE);
        register("b", PICTURE);

        assertThat(get("/schemas/ids/1/versions").toString())
                .isEqualTo("[{\"subject\":\"a\",\"version\":1},{\"subject\":\"b\",\"version\":1}]");
        assertThat(get("/schemas/ids/1/subjects").toString()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void tellsApartWhatWasNotFound() {
        register("a", PICTURE);

        assertThat(codeOf("GET", "/subjects/none/versions/latest", "")).isEqualTo(40401);
        assertThat(codeOf("GET", "/subjects/a/versions/7", "")).isEqualTo(40402);
        assertThat(codeOf("GET", "/schemas/ids/7", "")).isEqualTo(40403);
        assertThat(codeOf("POST", "/subjects/a", body(PICTURE_AND_NOTE))).isEqualTo(40403);
        assertThat(codeOf("GET", "/config/a", "")).isEqualTo(40408);
        assertThat(codeOf("GET", "/nothing", "")).isEqualTo(404);
        assertThat(codeOf("DELETE", "/subjects/a", "")).isEqualTo(405);
    }

    @Test
    void refusesWhatIsNoSchemaNoVersionAndNoLevel() {
        assertThat(codeOf("POST", "/subjects/a/versions", body("{'type':'picture'}")))
                .isEqualTo(42201);
        assertThat(codeOf("POST", "/subjects/a/versions", "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}"))
                .isEqualTo(42201);
        assertThat(codeOf("GET", "/subjects/a/versions/0", "")).isEqualTo(42202);
        assertThat(codeOf("PUT", "/config", "{\"compatibility\":\"SOME\"}")).isEqualTo(42203);
        assertThat(codeOf("PUT", "/config", "no json")).isEqualTo(400);
    }

    @Test
    void refusesAnIncompatibleSchemaAndKeepsNothing() {
        register("a", PICTURE);

        assertThat(codeOf("POST", "/subjects/a/versions", body(INCOMPATIBLE))).isEqualTo(409);
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void checksAgainstOneVersionOrAgainstAll() {
        call("PUT", "/config/a", "{\"compatibility\":\"NONE\"}");
        register("a", PICTURE);
        register("a", INCOMPATIBLE);
        call("PUT", "/config/a", "{\"compatibility\":\"FULL_TRANSITIVE\"}");

        assertThat(isCompatible("/compatibility/subjects/a/versions/1")).isTrue();
        assertThat(isCompatible("/compatibility/subjects/a/versions/latest")).isFalse();
        assertThat(isCompatible("/compatibility/subjects/a/versions")).isFalse();
    }

    @Test
    void saysWhyWhenAskedVerbosely() {
        register("a", PICTURE);

        JsonNode answer = call("POST", "/compatibility/subjects/a/versions?verbose=true", body(INCOMPATIBLE));

        assertThat(answer.path("messages").path(0).asText()).contains("must");
    }

    @Test
    void usesTheGlobalLevelWhereASubjectHasNone() {
        call("PUT", "/config", "{\"compatibility\":\"none\"}");

        assertThat(get("/config").path("compatibilityLevel").asText()).isEqualTo("NONE");
        assertThat(get("/config/a?defaultToGlobal=true")
                        .path("compatibilityLevel")
                        .asText())
                .isEqualTo("NONE");
    }

    @Test
    void keepsOneRecordForALevelThatIsSetTwice() {
        call("PUT", "/config/a", "{\"compatibility\":\"NONE\"}");
        call("PUT", "/config/a", "{\"compatibility\":\"NONE\"}");
        call("PUT", "/config", "{\"compatibility\":\"FULL_TRANSITIVE\"}");

        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void takesAnotherOrderOfAttributesForTheSameSchemaWhenNormalized() {
        String one = "{'type':'string','x':'1','y':'2'}";
        String other = "{'type':'string','y':'2','x':'1'}";
        call("POST", "/subjects/a/versions?normalize=true", body(one));

        assertThat(call("POST", "/subjects/a?normalize=true", body(other))
                        .path("id")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void givesOneIdToRegistrationsThatArriveTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> register("a", PICTURE).path("id").asInt())
                    .toList();

            for (Future<Integer> id : threads.invokeAll(calls)) {
                assertThat(id.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void readsTheLogAgainAfterAWriteWhoseAnswerGotLost() {
        log.loseNextAnswer();
        assertThatThrownBy(() -> register("a", PICTURE)).isInstanceOf(IllegalStateException.class);

        assertThat(register("a", PICTURE_AND_NOTE).path("id").asInt()).isEqualTo(2);
        assertThat(get("/subjects/a/versions").toString()).isEqualTo("[1,2]");
    }

    @Test
    void hasTheSameIdsAndLevelsWhenItIsOpenedAgain() {
        register("a", PICTURE);
        register("b", PICTURE_AND_NOTE);
        call("PUT", "/config/b", "{\"compatibility\":\"BACKWARD\"}");

        RegistryRoutes again = new RegistryRoutes(KeptRegistry.open(log));

        assertThat(again.answer(RegistryCall.of("GET", URI.create("/subjects/b/versions/1"), "")))
                .isEqualTo(get("/subjects/b/versions/1"));
        assertThat(again.answer(RegistryCall.of("GET", URI.create("/config/b"), "")))
                .isEqualTo(get("/config/b"));
    }

    private boolean isCompatible(String path) {
        return call("POST", path, body(PICTURE_AND_NOTE)).path("is_compatible").asBoolean();
    }

    private JsonNode register(String subject, String schema) {
        return call("POST", "/subjects/" + subject + "/versions", body(schema));
    }

    private JsonNode get(String path) {
        return call("GET", path, "");
    }

    private JsonNode call(String method, String path, String body) {
        return routes.answer(RegistryCall.of(method, URI.create(path), body));
    }

    private int codeOf(String method, String path, String body) {
        return catchThrowableOfType(RegistryFault.class, () -> call(method, path, body))
                .code();
    }

    private static String body(String schema) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return body.put("schema", schema.replace('\'', '"')).toString();
    }

    private static String record(String fields) {
        return ("{'type':'record','name':'Picture','fields':[" + fields + "]}").replace('\'', '"');
    }
}
