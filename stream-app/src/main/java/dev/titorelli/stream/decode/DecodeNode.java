package dev.titorelli.stream.decode;

import org.apache.avro.specific.SpecificRecord;

/**
 * What a decoding node needs to know.
 *
 * @param name its name in the topology
 * @param store name of the store for records that can't be read yet
 * @param next node that takes what was read
 * @param graveyard sink of its dead letters
 */
public record DecodeNode<V extends SpecificRecord>(
        String name, String store, String next, String graveyard, SchemaAsker<V> asker) {}
