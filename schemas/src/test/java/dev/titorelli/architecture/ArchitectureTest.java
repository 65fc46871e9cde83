package dev.titorelli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
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
    void looksAtTheModulesClasses() {
        assertThat(OWN.contain("dev.titorelli.identity.JobDigest")).isTrue();
    }
}
