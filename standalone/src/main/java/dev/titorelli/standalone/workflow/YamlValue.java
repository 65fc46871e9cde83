package dev.titorelli.standalone.workflow;

import java.util.List;
import java.util.regex.Pattern;

/** What a file of YAML holds, each part with its place. What a plain scalar is, YAML 1.2's core schema says. */
sealed interface YamlValue {

    Mark mark();

    /** What it is, for a person who expected something else. */
    String shown();

    /**
     * A scalar.
     *
     * @param text what it says, without quotes
     * @param isQuoted whether it is text whatever it looks like
     * @param isExact whether character n of the text stands n columns behind the first
     * @param isFilledIn whether a variable's value is part of it, so that quotes say nothing about its type
     */
    record Scalar(Mark mark, String text, boolean isQuoted, boolean isExact, boolean isFilledIn) implements YamlValue {

        private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
        private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
        private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern NOTHING = Pattern.compile("(null|Null|NULL|~)?");
        private static final int SHOWN_CHARS = 60;

        boolean isNothing() {
            return !isQuoted && !isFilledIn && NOTHING.matcher(text).matches();
        }

        boolean isText() {
            return isQuoted || isFilledIn || !(isNothing() || is(NUMBER) || is(FLAG));
        }

        boolean isWhole() {
            return is(WHOLE);
        }

        boolean isNumber() {
            return is(NUMBER);
        }

        boolean isFlag() {
            return is(FLAG);
        }

        private boolean is(Pattern form) {
            return (!isQuoted || isFilledIn) && form.matcher(text).matches();
        }

        /** The place of the n-th character; of the whole where that can't be told. */
        Mark markOf(int n) {
            return isExact ? mark.plusColumns(n + (isQuoted ? 1 : 0)) : mark;
        }

        Scalar filledIn(String other) {
            return new Scalar(mark, other, isQuoted, false, true);
        }

        @Override
        public String shown() {
            if (isNothing()) {
                return "nothing";
            }
            String cut = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
            return isQuoted ? "the text '" + cut + "'" : cut;
        }
    }

    /** A list. */
    record Items(Mark mark, List<YamlValue> values) implements YamlValue {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** A mapping, in the order of the file; a key may stand there twice. */
    record Fields(Mark mark, List<Field> fields) implements YamlValue {
        @Override
        public String shown() {
            return "fields";
        }
    }

    /** One key of a mapping, at the key's place. */
    record Field(Mark mark, String key, YamlValue value) {}
}
