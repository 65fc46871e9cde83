package dev.titorelli.stream.request;

import dev.titorelli.Failure;
import dev.titorelli.Violation;
import dev.titorelli.stream.inspect.UnseenInput;
import dev.titorelli.stream.row.InspectionRow;
import dev.titorelli.stream.validate.Violations;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the user hears of inspections that are over and found nothing. Pure. */
final class InspectionVerdict {

    private static final String ALLOWED = "; allowed: ";

    private InspectionVerdict() {}

    /** What the user has to change: the inputs that would fail again, at every place that names them. */
    static List<Violation> violations(Map<UnseenInput, InspectionRow> rows) {
        Violations violations = new Violations();
        rows.forEach((unseen, row) -> {
            if (hasFailed(row) && !row.getRetryable()) {
                unseen.places().forEach(place -> add(violations, place.path(), unseen, row));
            }
        });
        return violations.all();
    }

    /** A worker says "what was found; allowed: what may be". */
    private static void add(Violations violations, String path, UnseenInput unseen, InspectionRow row) {
        int split = row.getMessage().lastIndexOf(ALLOWED);
        String found = split < 0 ? row.getMessage() : row.getMessage().substring(0, split);
        String allowed = split < 0 ? "another input" : row.getMessage().substring(split + ALLOWED.length());
        violations.add(path, Brief.code(row.getCode()), unseen.shown() + ": " + found, allowed);
    }

    /** Why the request ends although nothing is wrong with it: the first input that could not be looked at. */
    static Optional<Failure> trouble(Map<UnseenInput, InspectionRow> rows) {
        return rows.entrySet().stream()
                .filter(entry -> hasFailed(entry.getValue()))
                .map(entry -> failure(entry.getKey(), entry.getValue()))
                .findFirst();
    }

    private static boolean hasFailed(InspectionRow row) {
        return row.getKey().isEmpty();
    }

    private static Failure failure(UnseenInput unseen, InspectionRow row) {
        String where = unseen.places().get(0).path() + " " + unseen.shown() + ": ";
        return Brief.failure(new Failure(row.getCode(), where + row.getMessage(), row.getRetryable()));
    }
}
