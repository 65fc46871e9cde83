package dev.titorelli.standalone.workflow;

import dev.titorelli.settings.NearestName;
import dev.titorelli.standalone.workflow.YamlValue.Field;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What <code>${name}</code> stands for; <code>$${</code> is the three characters themselves less one. */
final class Variables {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

    private final Map<String, String> values;
    private final Set<String> declared;
    private final Reading reading;

    private Variables(Map<String, String> values, Set<String> declared, Reading reading) {
        this.values = values;
        this.declared = declared;
        this.reading = reading;
    }

    /**
     * The file's own values, and those that were given instead.
     *
     * @param declared the file's variables; null when it has none
     * @param given by {@code --set}
     */
    static Variables of(YamlValue declared, Map<String, String> given, Reading reading) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Mark> marks = new LinkedHashMap<>();
        if (declared instanceof Fields fields) {
            fields.fields().forEach(field -> declare(field, given, values, marks, reading));
        } else if (declared != null) {
            reading.problem(declared.mark(), "variables: expected name: value, found " + declared.shown());
        }
        given.keySet().stream().filter(name -> !marks.containsKey(name)).forEach(name -> {
            Mark mark = declared == null ? Mark.START : declared.mark();
            reading.problem(mark, "--set %s: %s".formatted(name, unknown(marks.keySet(), name)));
        });
        return new Variables(values, marks.keySet(), reading);
    }

    private static void declare(
            Field field, Map<String, String> given, Map<String, String> values, Map<String, Mark> marks, Reading to) {
        String name = field.key();
        if (!NAME.matcher(name).matches()) {
            to.problem(field.mark(), "variable '" + name + "': allowed are letters, digits, _ and -, a letter first");
        }
        Mark earlier = marks.putIfAbsent(name, field.mark());
        if (earlier != null) {
            to.problem(field.mark(), "variable " + name + " is there twice: first in line " + earlier.line());
        } else if (given.containsKey(name)) {
            values.put(name, given.get(name));
        } else if (!(field.value() instanceof Scalar scalar)) {
            to.problem(
                    field.value().mark(),
                    "variable " + name + ": expected text or a number, found "
                            + field.value().shown());
        } else if (scalar.isNothing()) {
            to.problem(field.mark(), "variable " + name + " has no value: give one with --set " + name + "=...");
        } else {
            values.put(name, scalar.text());
        }
    }

    /** The scalar with its variables filled in; empty when one of them has no value, which was told. */
    Optional<Scalar> fill(Scalar scalar) {
        if (!scalar.text().contains("${")) {
            return Optional.of(scalar);
        }
        Matcher reference = REFERENCE.matcher(scalar.text());
        if (reference.results().filter(found -> !isKnown(found, scalar)).count() > 0) {
            return Optional.empty();
        }
        return Optional.of(scalar.filledIn(reference.replaceAll(found -> Matcher.quoteReplacement(value(found)))));
    }

    private boolean isKnown(MatchResult found, Scalar scalar) {
        String name = found.group(1);
        if (name != null && !declared.contains(name)) {
            reading.problem(scalar.markOf(found.start()), "${" + name + "}: " + unknown(declared, name));
        }
        return name == null || values.containsKey(name);
    }

    private String value(MatchResult found) {
        return found.group(1) == null ? "${" : values.get(found.group(1));
    }

    private static String unknown(Set<String> declared, String name) {
        return declared.isEmpty()
                ? "the file has no variables"
                : "no such variable; did you mean " + NearestName.of(name, declared) + "? Known are "
                        + String.join(", ", declared);
    }
}
