package dev.titorelli.worker.resume;

/** A file is no checkpoint, or a damaged one. */
final class BrokenCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenCheckpointException(String message) {
        super(message);
    }
}
