package dev.titorelli.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.titorelli.architecture.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses OWN = ArchitectureRules.ownClasses();

    static List<ArchRule> rules() {
        return ArchitectureRules.TITORELLI.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(OWN);
    }

    @Test
    void hasTheModulesOwnPackage() {
        classes().should().resideInAPackage("dev.titorelli.worker..").check(OWN);
    }

    @Test
    void findsAScheduleThatSeesTensors() {
        String fixture = "dev.titorelli.worker.fixture";
        JavaClasses fixtures = new ClassFileImporter().importPackages(fixture);

        var found = new ArchitectureRules(fixture).scheduleIsPure().evaluate(fixtures);

        assertThat(found.getFailureReport().getDetails())
                .anySatisfy(line -> assertThat(line).contains("schedule.SeesTensors", "ai.djl.ndarray.NDArray"))
                .anySatisfy(line -> assertThat(line).contains("schedule.StartsThreads", "java.lang.Thread"))
                .anySatisfy(line -> assertThat(line).contains("schedule.ReadsTheTime", "System.nanoTime"));
    }
}
