package dev.titorelli.standalone.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What comes to light while one file is read: problems, and the places of fields. */
final class Reading {

    private static final int AT_MOST = 100;

    private final List<Problem> problems = new ArrayList<>();
    private final FieldMarks marks = new FieldMarks();

    void problem(Mark mark, String message) {
        Problem problem = new Problem(mark, message);
        if (problems.size() < AT_MOST && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** @param path of the request's field that has no value because of this */
    void problem(Mark mark, String path, String message) {
        marks.broken(path);
        problem(mark, message);
    }

    FieldMarks marks() {
        return marks;
    }

    /** In the order of the file. */
    List<Problem> problems() {
        return problems.stream().sorted(Comparator.comparing(Problem::mark)).toList();
    }
}
