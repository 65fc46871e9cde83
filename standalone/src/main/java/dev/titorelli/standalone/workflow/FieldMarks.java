package dev.titorelli.standalone.workflow;

import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where each field of a request stands in the file that it was read from, and what a person calls it there. */
public final class FieldMarks {

    private record Place(Mark mark, String words) {}

    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> broken = new HashSet<>();

    FieldMarks() {
        places.put("", new Place(Mark.START, ""));
    }

    /** @param path in the request's JSON form */
    void put(String path, Mark mark, String words) {
        places.put(path, new Place(mark, words));
    }

    /** Remembers that a field was told to be wrong, so that what follows from that is not told as well. */
    void broken(String path) {
        broken.add(path);
    }

    /** The rules' reasons, in the order of the file, against the request at their places in the file, without those that follow from what is wrong in the file itself. */
    public List<Problem> problems(List<Violation> violations) {
        List<Problem> problems = new ArrayList<>();
        for (Violation violation : violations) {
            if (!follows(violation)) {
                Place place = place(violation.getPath());
                problems.add(new Problem(place.mark(), words(place) + reason(violation)));
            }
        }
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::mark))
                .toList();
    }

    private boolean follows(Violation violation) {
        String path = violation.getPath();
        return broken.stream()
                .anyMatch(other -> isWithin(path, other) || isWithin(other, path) || decides(other, violation));
    }

    /** Whether what is broken decides whether the rule is kept. */
    private static boolean decides(String other, Violation violation) {
        String path = violation.getPath();
        if (violation.getCode().equals(FaultCode.UNUSED_INPUT.name())) {
            return other.equals(path.replaceFirst("\\.inputs\\[.*", ".prompt"));
        }
        return path.endsWith(".stage.index") && other.endsWith(".images");
    }

    private static boolean isWithin(String path, String outer) {
        return path.equals(outer) || path.startsWith(outer + ".") || path.startsWith(outer + "[");
    }

    /** The place of the field, or of what it is part of. */
    private Place place(String path) {
        String outer = path;
        while (!places.containsKey(outer)) {
            outer = outer.substring(0, Math.max(0, Math.max(outer.lastIndexOf('.'), outer.lastIndexOf('['))));
        }
        return places.get(outer);
    }

    private static String words(Place place) {
        return place.words().isEmpty() ? "" : place.words() + ": ";
    }

    private static String reason(Violation violation) {
        if (violation.getCode().equals(FaultCode.UNUSED_INPUT.name())) {
            return FaultCode.UNUSED_INPUT + "; the prompt does not name this picture: write {n}, the first is {1}";
        }
        String found = violation.getValue().isEmpty() ? "" : "; found " + violation.getValue();
        return violation.getCode() + found + "; allowed: " + violation.getAllowed();
    }
}
