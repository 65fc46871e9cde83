package dev.titorelli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Every rule finds the fixture that breaks it, and nothing but that. */
class ArchitectureRulesTest {

    private static final String FIXTURE = "dev.titorelli.architecture.fixture";
    private static final ArchitectureRules RULES = new ArchitectureRules(FIXTURE);
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(FIXTURE);

    @Test
    void findsAStreamAppThatSeesOthers() {
        assertBrokenBy(RULES.streamSeesOnlySchemas(), "decode.SeesWorker", "decode.SeesStandalone");
    }

    @Test
    void findsAWorkerThatSeesTheStreamApp() {
        assertBrokenBy(RULES.workerSeesOnlySchemas(), "take.SeesStream");
    }

    @Test
    void findsSchemasThatSeeSomebody() {
        assertBrokenBy(RULES.schemasSeeNobody(), "identity.SeesStream");
    }

    @Test
    void findsACircle() {
        assertThat(RULES.packagesMakeNoCircle()
                        .evaluate(FIXTURES)
                        .getFailureReport()
                        .getDetails())
                .anySatisfy(cycle -> assertThat(cycle)
                        .startsWith("Cycle detected")
                        .contains(FIXTURE + ".worker.batch", FIXTURE + ".worker.object"));
    }

    @Test
    void findsAPackageThatDoesNotSayWhatItMakes() {
        assertBrokenBy(RULES.packagesSayWhatTheyMake(), "common.InCommon");
    }

    @Test
    void findsClassesThatDoNotSayWhatTheyAre() {
        assertBrokenBy(
                RULES.classesSayWhatTheyAre(),
                "StringUtils",
                "QueueManager",
                "ModelHelper",
                "ModelImpl",
                "AbstractModel");
    }

    @Test
    void findsAModelThatSeesKafkaOrRecords() {
        assertBrokenBy(RULES.modelSeesTensorsOnly(), "model.SeesKafka", "model.SeesAvro", "model.SeesRecord");
    }

    @Test
    void findsAScheduleThatIsNotPure() {
        assertBrokenBy(RULES.scheduleIsPure(), "schedule.SeesModel", "schedule.SeesKafka");
    }

    @Test
    void findsLogicThatKnowsMeters() {
        assertBrokenBy(RULES.logicKnowsNoMeters(), "decode.SeesMeters");
    }

    /** All reported lines are about one of the classes, and each of these is reported. */
    private static void assertBrokenBy(ArchRule rule, String... culprits) {
        var lines = rule.evaluate(FIXTURES).getFailureReport().getDetails();
        assertThat(lines).allSatisfy(line -> assertThat(culprits)
                .anySatisfy(culprit -> assertThat(line).contains(culprit)));
        assertThat(culprits).allSatisfy(culprit -> assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains(culprit)));
    }
}
