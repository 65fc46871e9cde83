package dev.titorelli.stream.query;

import java.util.List;
import java.util.Optional;

/** The other instances that announce an address. */
@FunctionalInterface
interface Peers {

    /** All of them; none while this is not known. */
    List<Peer> others();

    /** Who is said to hold a partition; that may be wrong for a moment, so who is asked looks whether it does. */
    default Optional<Peer> holderOf(int partition) {
        return others().stream()
                .filter(peer -> peer.partitions().contains(partition))
                .findFirst();
    }
}
