package dev.titorelli.stream.decode;

import org.apache.avro.specific.SpecificRecord;

/**
 * What a decoding node needs to know.
 *
 * @param name its name in the topology
 * @param store name of the store for records that can't be read yet
 */
public record DecodeNode<V extends SpecificRecord>(
        String name, String store, Ways ways, SchemaAsker<V> asker, DecodeTally tally) {

    /**
     * Where records go.
     *
     * @param next node that takes what was read
     * @param graveyard sink of its dead letters
     */
    public record Ways(String next, String graveyard) {}
}
