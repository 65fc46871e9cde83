package dev.titorelli.stream.query;

import static dev.titorelli.stream.query.QueueTown.report;
import static dev.titorelli.stream.query.QueueTown.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.http.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code examples/keda/workers.yaml}, held to what {@code /backlog} answers and to the shapes that KEDA documents:
 * https://keda.sh/docs/2.17/reference/scaledobject-spec/ and https://keda.sh/docs/2.17/scalers/metrics-api/.
 */
class KedaExampleTest {

    private static final Path FILE = Path.of("..", "examples", "keda", "workers.yaml");
    private static final Set<String> SPEC = Set.of(
            "scaleTargetRef",
            "pollingInterval",
            "cooldownPeriod",
            "initialCooldownPeriod",
            "idleReplicaCount",
            "minReplicaCount",
            "maxReplicaCount",
            "fallback",
            "advanced",
            "triggers");
    private static final Set<String> TRIGGER =
            Set.of("type", "name", "metadata", "authenticationRef", "useCachedMetrics", "metricType");
    private static final Set<String> REQUIRED = Set.of("url", "valueLocation", "targetValue");
    private static final Set<String> METADATA = Set.of(
            "url",
            "valueLocation",
            "targetValue",
            "format",
            "activationTargetValue",
            "unsafeSsl",
            "aggregateFromKubeServiceEndpoints",
            "aggregationType",
            "authMode",
            "method",
            "keyParamName");

    private final QueueTown town = new QueueTown();

    @BeforeEach
    void fill() {
        town.know("shapes.tokens-64", "shapes.tokens-64.bulk");
        town.add("here", 0, 1).with(report("shapes.tokens-64", tenant("acme", 2, 45_500, 1, 4_500)));
        town.add("there", 2).with(report("shapes.tokens-64.bulk", tenant("acme", 100, 1_200_000, 0, 0)));
    }

    @Test
    void isAScaledObjectOfTheDocumentedShape() {
        Map<String, Object> object = document();
        Map<String, Object> spec = map(object.get("spec"));

        assertThat(object).containsEntry("apiVersion", "keda.sh/v1alpha1").containsEntry("kind", "ScaledObject");
        assertThat(spec.keySet()).isSubsetOf(SPEC).contains("scaleTargetRef", "triggers");
        assertThat(map(spec.get("scaleTargetRef"))).containsKey("name");
        assertThat(map(spec.get("fallback")))
                .containsKeys("failureThreshold", "replicas")
                .extractingByKey("behavior")
                .isIn("static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower");
        assertThat((int) spec.get("minReplicaCount")).isLessThan((int) spec.get("maxReplicaCount"));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void hasTriggersOfTheDocumentedShape(Map<String, Object> trigger) {
        Map<String, Object> metadata = map(trigger.get("metadata"));

        assertThat(trigger.keySet()).isSubsetOf(TRIGGER);
        assertThat(trigger).containsEntry("type", "metrics-api");
        assertThat(metadata.keySet()).containsAll(REQUIRED).isSubsetOf(METADATA);
        // Kubernetes takes nothing but strings there.
        assertThat(metadata.values()).allSatisfy(value -> assertThat(value).isInstanceOf(String.class));
        assertThat(Double.parseDouble((String) metadata.get("targetValue"))).isPositive();
        assertThat(metadata.get("format")).isEqualTo("json");
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void readsANumberFromWhatTheBacklogAnswers(Map<String, Object> trigger) {
        double value = value(town, trigger);

        assertThat(value).isEqualTo(trigger.get("name").equals("bulk") ? 1_200 : 50);
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void readsNothingWhileTheBacklogIsNotWhole(Map<String, Object> trigger) {
        town.kill("there");

        assertThat(found(town, trigger).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void readsZeroFromEmptyQueues(Map<String, Object> trigger) {
        QueueTown empty = new QueueTown();
        empty.know("shapes.tokens-64");
        empty.add("here", 0, 1, 2);

        assertThat(value(empty, trigger)).isZero();
    }

    static Stream<Map<String, Object>> triggers() {
        List<?> triggers = (List<?>) map(document().get("spec")).get("triggers");
        return triggers.stream().map(KedaExampleTest::map);
    }

    private static double value(QueueTown town, Map<String, Object> trigger) {
        JsonNode found = found(town, trigger);
        assertThat(found.isNumber()).as("%s is a number", found).isTrue();
        return found.asDouble();
    }

    /** What KEDA does: asks the url, takes the field at valueLocation, a path of names with dots. */
    private static JsonNode found(QueueTown town, Map<String, Object> trigger) {
        Map<String, Object> metadata = map(trigger.get("metadata"));
        URI url = URI.create((String) metadata.get("url"));
        assertThat(url.getPath()).isEqualTo(QueryPages.BACKLOG);
        Answer answer = town.ask("here", url.getRawQuery() == null ? "" : url.getRawQuery());
        assertThat(answer.status()).isEqualTo(200);
        String location = (String) metadata.get("valueLocation");
        assertThat(location).matches("[A-Za-z]+(\\.[A-Za-z]+)*");
        return Neighbourhood.json(answer).at("/" + location.replace('.', '/'));
    }

    private static Map<String, Object> document() {
        try {
            return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
