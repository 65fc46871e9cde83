package dev.titorelli.standalone.batch;

import dev.titorelli.identity.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The ids that lines have given themselves, as 64 bits of their digests: 16 to 32 bytes an id, however long it is. That two of a
 * million different ones are taken for one happens once in 40 million files.
 */
final class UsedIds {

    private long[] slots = new long[64];
    private int size;

    /** Whether it is new. */
    boolean add(String id) {
        if (size * 2 >= slots.length) {
            grow();
        }
        boolean added = put(hash(id));
        size += added ? 1 : 0;
        return added;
    }

    /** How many places there are, used or not. */
    int places() {
        return slots.length;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (long hash : before) {
            if (hash != 0) {
                put(hash);
            }
        }
    }

    private boolean put(long hash) {
        int at = (int) hash & (slots.length - 1);
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = hash;
        return true;
    }

    /** Never 0, which marks a free place. */
    private static long hash(String id) {
        long hash = ByteBuffer.wrap(Sha256.newDigest().digest(id.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return hash == 0 ? 1 : hash;
    }
}
