package dev.titorelli.worker.conditioning;

/** What was asked can't be painted by this model: the user's fault. The message gives the value and what is allowed. */
public final class ConditioningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** @param message the value that was found, and what is allowed */
    public ConditioningException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Which rule was broken; a stable name for programs. */
    public Code code() {
        return code;
    }

    /** The rules, by what is wrong. */
    public enum Code {
        /** An image tag with a number that no request can have, such as {@code <|image_0|>}. */
        UNKNOWN_IMAGE_TAG,
        /** The prompt names an input picture that was not given. */
        MISSING_IMAGE,
        /** An input picture was given that the prompt does not name. */
        UNUSED_IMAGE,
        /** More input pictures than the model's limit. */
        TOO_MANY_IMAGES,
        /** An input picture so narrow that no patch is left after the crop. */
        IMAGE_TOO_NARROW,
        /** More characters than the model's limit. */
        PROMPT_TOO_LONG,
        /** More text and picture tokens than the model's limit. */
        TOO_MANY_PREFIX_TOKENS,
        /** An output side that is no multiple of 16 or beyond the limit. */
        SIZE_NOT_ALLOWED,
        /** A step count, scale, shift or input size beyond its range. */
        PARAMETER_NOT_ALLOWED
    }
}
