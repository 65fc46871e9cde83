package dev.titorelli.standalone.workflow;

/** The keys of an input picture. */
enum InputKey implements FieldKey {
    STAGE("stage", "stage.stage"),
    IMAGE("image", "stage.index"),
    EACH("each", "stage.each"),
    FILE("file", "object"),
    URI("uri", "uri");

    private final String key;
    private final String field;

    InputKey(String key, String field) {
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
