package dev.titorelli.worker.conformance;

import dev.titorelli.worker.conformance.GoldenResult.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every comparison, in order. */
public record ConformanceReport(List<GoldenResult> results) {

    public ConformanceReport {
        results = List.copyOf(results);
    }

    /**
     * What a table shows: a group's case with the comparison that is nearest to its tolerance or furthest beyond it.
     *
     * @param comparisons how many there are
     */
    public record Row(GoldenResult worst, int comparisons) {}

    /** A row for each group, case, tolerance and kind of verdict. */
    public List<Row> rows() {
        Map<List<Object>, List<GoldenResult>> rows = new LinkedHashMap<>();
        for (GoldenResult result : results) {
            boolean claim = result.verdict() == Verdict.PASS || result.verdict() == Verdict.FAIL;
            Object kind = claim ? Double.isNaN(result.tolerance()) ? "broken" : result.tolerance() : result.verdict();
            rows.computeIfAbsent(List.of(result.group(), result.caseName(), kind), key -> new ArrayList<>())
                    .add(result);
        }
        return rows.values().stream()
                .map(row -> new Row(
                        row.stream()
                                .max(Comparator.comparingDouble(GoldenResult::difference))
                                .orElseThrow(),
                        row.size()))
                .toList();
    }

    /** How many comparisons have this verdict. */
    public long count(Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /**
     * Whether this machine conforms: something was compared, and nothing failed.
     *
     * @param allowUnknown whether golden data that no comparison knows may be there
     */
    public boolean passes(boolean allowUnknown) {
        return count(Verdict.PASS) > 0 && count(Verdict.FAIL) == 0 && (allowUnknown || count(Verdict.UNKNOWN) == 0);
    }
}
