package dev.titorelli.worker.object;

/** What became of a conditional write. */
public sealed interface PutResult {

    /** The object is now stored. */
    record Created() implements PutResult {}

    /** The key had an object already, which stays as it is. */
    record Exists(ObjectMetadata stored) implements PutResult {}
}
