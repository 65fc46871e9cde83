package dev.titorelli.worker.object;

/**
 * An object as it was read.
 *
 * @param bytes the whole file; given away, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes that nobody writes to afterwards
public record StoredObject(byte[] bytes, ObjectMetadata metadata) {}
