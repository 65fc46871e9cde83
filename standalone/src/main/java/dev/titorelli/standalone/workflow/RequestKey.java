package dev.titorelli.standalone.workflow;

/** The keys at the top of a file. */
enum RequestKey implements FieldKey {
    TITLE("title", ""),
    TENANT("tenant", "tenant"),
    ID("id", "requestId"),
    MODEL("model", "model"),
    LANE("lane", "lane"),
    DEADLINE("deadline", "deadline"),
    BATCH("batch", "batch"),
    LABELS("labels", "labels"),
    VARIABLES("variables", ""),
    STAGES("stages", "stages");

    private final String key;
    private final String field;

    RequestKey(String key, String field) {
        this.key = key;
        this.field = field;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String field() {
        return field;
    }
}
