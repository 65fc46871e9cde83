package dev.titorelli.standalone.batch;

/**
 * A line that is not blank.
 *
 * @param number from 1
 * @param text without its end; null when it has more bytes than are read
 */
@SuppressWarnings("ArrayRecordComponent")
record Line(int number, byte[] text) {}
