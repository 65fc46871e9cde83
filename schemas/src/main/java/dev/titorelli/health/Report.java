package dev.titorelli.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the checks said.
 *
 * @param checks by name, in the order in which they were added; {@value #PASSED} or the problem
 */
record Report(Map<String, String> checks) {

    static final String PASSED = "ok";

    Report {
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
    }

    static Report of(Map<String, Check> asked) {
        Map<String, String> answers = new LinkedHashMap<>();
        asked.forEach((name, check) -> answers.put(name, answer(check).orElse(PASSED)));
        return new Report(answers);
    }

    boolean passed() {
        return checks.values().stream().allMatch(PASSED::equals);
    }

    private static Optional<String> answer(Check check) {
        try {
            return check.problem();
        } catch (RuntimeException e) {
            return Optional.of("can't tell: " + e);
        }
    }
}
