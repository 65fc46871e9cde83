package dev.titorelli.stream.decode;

import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * What an ingesting node needs to know.
 *
 * @param key the key that the body says: tenant/requestId; throws {@link IllegalArgumentException} for an identity that
 *     is not allowed
 * @param partitions how many partitions the topic has
 * @param rekeyedTopic full name of the topic for misplaced records
 * @param next node that takes what is in its place
 * @param hop sink of misplaced records
 * @param graveyard sink of dead letters
 */
public record IngestNode<V extends SpecificRecord>(
        Function<V, String> key, int partitions, String rekeyedTopic, String next, String hop, String graveyard) {}
