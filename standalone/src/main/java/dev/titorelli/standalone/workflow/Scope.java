package dev.titorelli.standalone.workflow;

/**
 * Which part of a request is being read.
 *
 * @param path of the part in the request's JSON form; empty for the request itself
 * @param words what a person calls it, such as {@code stage draw}; empty for the request itself
 */
record Scope(String path, String words) {

    static final Scope REQUEST = new Scope("", "");

    Scope of(String field, String word) {
        String inner = path.isEmpty() || field.startsWith("[") ? path + field : path + "." + field;
        return new Scope(inner, words.isEmpty() ? word : words + ", " + word);
    }
}
