package dev.titorelli.serde;

/** What reading a record's bytes gave. */
public sealed interface Decoded<V> {

    /** The value. */
    record Value<V>(V value) implements Decoded<V> {}

    /** No value and there never will be one: a dead letter. The code is of {@code FaultCode}. */
    record Unreadable<V>(String code, String message) implements Decoded<V> {}

    /** The schema can't be asked for now: keep the bytes and try again later. */
    record NotYet<V>(int schemaId, String message) implements Decoded<V> {}
}
