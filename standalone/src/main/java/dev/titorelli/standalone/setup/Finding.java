package dev.titorelli.standalone.setup;

/**
 * Something that is missing or differs.
 *
 * @param remedy what to do about it
 */
public record Finding(String what, String remedy) {}
