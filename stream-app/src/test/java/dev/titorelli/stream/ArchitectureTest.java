package dev.titorelli.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
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
        classes().should().resideInAPackage("dev.titorelli.stream..").check(OWN);
    }
}
