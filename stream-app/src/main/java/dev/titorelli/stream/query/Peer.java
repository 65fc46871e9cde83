package dev.titorelli.stream.query;

import java.util.Set;

/**
 * Another instance.
 *
 * @param address {@code host:port}
 * @param partitions what it holds, as far as this instance knows
 */
record Peer(String address, Set<Integer> partitions) {

    Peer {
        partitions = Set.copyOf(partitions);
    }
}
