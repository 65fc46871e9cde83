package dev.titorelli.standalone.workflow;

/** The keys of a stage. */
enum StageKey implements FieldKey {
    PROMPT("prompt", "prompt"),
    NEGATIVE_PROMPT("negative-prompt", "negativePrompt"),
    INPUTS("inputs", "inputs"),
    SIZE("size", "size"),
    MAX_INPUT_SIZE("max-input-size", "maxInputSizePx"),
    IMAGES("images", "images"),
    SEED("seed", "seed"),
    STEPS("steps", "steps"),
    GUIDANCE("guidance", "guidanceScale"),
    IMAGE_GUIDANCE("image-guidance", "imageGuidanceScale"),
    TIME_SHIFT("time-shift", "timeShift"),
    ADAPTER("adapter", "adapter"),
    STEP_CACHING("step-caching", "stepCaching"),
    PREVIEWS("previews", "preview"),
    PROGRESS("progress", "progressEverySteps"),
    KEEP("keep", "keep"),
    OPTIONAL("optional", "optional"),
    REUSE("reuse", "reuse"),
    ATTEMPTS("attempts", "attempts"),
    TIMEOUT("timeout", "timeoutMs");

    private final String key;
    private final String field;

    StageKey(String key, String field) {
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
