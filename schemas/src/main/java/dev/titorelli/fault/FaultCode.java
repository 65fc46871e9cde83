package dev.titorelli.fault;

/**
 * Every error code that a user, an operator or a dead letter can show, classified once. Records carry the names as text,
 * so that a new code needs no new schema.
 */
public enum FaultCode {
    // Records that can't be read: dead letters.
    NOT_AVRO(Kind.UNREADABLE, false, "The bytes are not in Confluent's wire format or not Avro."),
    UNKNOWN_SCHEMA(Kind.UNREADABLE, false, "The registry has no schema of the record's id."),
    WRONG_SCHEMA(Kind.UNREADABLE, false, "The record's schema can't be read as what the topic carries."),
    ID_CONFLICT(Kind.UNREADABLE, false, "The same identity was used before with another body."),
    BAD_IDENTITY(
            Kind.UNREADABLE, false, "Tenant, requestId, jobId, run or queue is not allowed, so nobody could be told."),

    // Requests that can't be accepted: violations in a rejected event.
    MISSING(Kind.REJECTED, false, "A field that is needed has no value."),
    NOT_ALLOWED(Kind.REJECTED, false, "A value lies outside of what is allowed."),
    SIZE_NOT_MULTIPLE(Kind.REJECTED, false, "Width or height is not a multiple of 16."),
    SIZE_TOO_LARGE(Kind.REJECTED, false, "Width, height or their product is over the model's limit."),
    TOO_MANY_STEPS(Kind.REJECTED, false, "Steps are over the limit."),
    TOO_MANY_JOBS(Kind.REJECTED, false, "The request has more images than a request may have."),
    TOO_LONG(Kind.REJECTED, false, "A text or the whole request is longer than allowed."),
    UNKNOWN_IMAGE_TAG(Kind.REJECTED, false, "The prompt names an input picture that the stage does not have."),
    UNUSED_INPUT(Kind.REJECTED, false, "The stage has an input picture that its prompt does not name."),
    UNKNOWN_STAGE(Kind.REJECTED, false, "An input refers to a stage that the request does not have."),
    CIRCULAR_STAGES(Kind.REJECTED, false, "Stages wait for each other."),
    DUPLICATE_STAGE(Kind.REJECTED, false, "Two stages have the same name."),
    UNKNOWN_MODEL(Kind.REJECTED, false, "No such model in the catalogue."),
    UNKNOWN_ADAPTER(Kind.REJECTED, false, "No such adapter of the model in the catalogue."),
    NOT_SUPPORTED(Kind.REJECTED, false, "The field is reserved: this version can't do it yet."),
    DEADLINE_PASSED(Kind.REJECTED, false, "The deadline had passed when the request arrived."),
    URI_NOT_ALLOWED(Kind.REJECTED, false, "An input's address, or one that it leads to, may not be fetched."),
    URI_NOT_FETCHED(Kind.REJECTED, false, "The server of an input's address does not give the file."),
    INPUT_TOO_LARGE(Kind.REJECTED, false, "An input's file has more bytes than allowed."),

    // Jobs that failed.
    INPUT_NOT_FOUND(Kind.FAILED, false, "An input picture is not in the object store."),
    INPUT_CHANGED(Kind.FAILED, false, "An input picture's digest differs from the one that was planned with."),
    UNREADABLE_PICTURE(Kind.FAILED, false, "An input picture can't be decoded."),
    ADAPTER_NOT_FOUND(
            Kind.FAILED, false, "The adapter is no longer in the catalogue, or its files are not in the object store."),
    ADAPTER_DAMAGED(
            Kind.FAILED,
            false,
            "The adapter's files are not those that were registered, or the model can't apply them."),
    BAD_CONDITIONING(Kind.FAILED, false, "Prompt and pictures do not make a valid prefix for the model."),
    NON_FINITE(Kind.FAILED, false, "The latents became infinite or not a number."),
    OBJECT_CONFLICT(Kind.FAILED, false, "Another picture lies under the job's object key."),
    WORKER_LOST(Kind.FAILED, true, "Every attempt's worker fell silent."),
    STAGE_FAILED(Kind.FAILED, false, "A stage that this one takes its input from failed."),
    URI_UNREACHABLE(Kind.FAILED, true, "The server of an input's address can't be reached, is in trouble or too slow."),
    INSPECTION_LOST(Kind.FAILED, true, "No worker has told in time what an input is."),
    STORE_UNAVAILABLE(Kind.FAILED, true, "The object store does not answer."),
    OUT_OF_MEMORY(Kind.FAILED, true, "The device has too little memory for the job."),
    WRONG_MODEL(Kind.FAILED, true, "The worker has other weights under the model's alias."),
    NO_ROOM(Kind.FAILED, true, "The worker took the job and then had no room for it; it gives the job back."),
    TIMED_OUT(Kind.FAILED, true, "The job took longer than its time-out."),
    DRAINING(Kind.FAILED, true, "The worker is stopping and gives its jobs back."),
    INTERNAL(Kind.FAILED, true, "An error that nobody foresaw; the worker's log tells more."),
    QUEUE_FULL(Kind.FAILED, true, "The queue has as many jobs of the tenant as it may have."),
    PURGED(Kind.FAILED, true, "An operator has emptied the queue before the job was sent to a worker."),
    NOT_SET_UP(Kind.FAILED, true, "The queue's job topic is missing."),

    // Things worth knowing.
    UNKNOWN_WORDS(Kind.NOTICE, false, "The model's tokenizer does not know these words of the prompt."),
    REUSED(Kind.NOTICE, false, "An equal picture of the tenant that was stored before answers; nothing was computed."),
    NO_CAPACITY(Kind.NOTICE, false, "No live worker serves the queue; the request waits.");

    /** Who has to act. */
    public enum Kind {
        /** A record that can't be read or told about: goes to the dead letters. */
        UNREADABLE,
        /** The user's data: never retried. */
        REJECTED,
        /** A job that did not end in a picture. */
        FAILED,
        /** No error. */
        NOTICE
    }

    private final Kind kind;
    private final boolean retryable;
    private final String meaning;

    FaultCode(Kind kind, boolean retryable, String meaning) {
        this.kind = kind;
        this.retryable = retryable;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether another attempt of the same job may end well. */
    public boolean retryable() {
        return retryable;
    }

    /** What it says, for docs and messages. */
    public String meaning() {
        return meaning;
    }
}
