package dev.titorelli.worker.inspect;

import dev.titorelli.InspectWish;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wishes that wait for a thread. Tenants have turns, one wish each, so that one with a thousand holds up nobody by more than
 * one; a wish that is asked for again takes the place of the one before. Safe for several threads.
 */
final class WaitingWishes {

    /** By tenant in the order of their turns, then by input in the order of their coming. */
    private final Map<String, Map<String, AskedWish>> tenants = new LinkedHashMap<>();

    private int size;

    /** Returns whether there is one more now; false where it took the place of another. */
    synchronized boolean add(AskedWish asked) {
        InspectWish wish = asked.wish();
        String input = wish.getRequestId() + "/" + wish.getStage() + "/" + wish.getInput();
        boolean isNew = tenants.computeIfAbsent(wish.getTenant(), tenant -> new LinkedHashMap<>())
                        .put(input, asked)
                == null;
        size += isNew ? 1 : 0;
        return isNew;
    }

    /**
     * Takes the wish whose turn it is.
     *
     * @throws java.util.NoSuchElementException when none waits
     */
    synchronized AskedWish next() {
        Iterator<Map.Entry<String, Map<String, AskedWish>>> turns =
                tenants.entrySet().iterator();
        Map.Entry<String, Map<String, AskedWish>> turn = turns.next();
        String tenant = turn.getKey();
        Map<String, AskedWish> wishes = turn.getValue();
        turns.remove();
        Iterator<AskedWish> first = wishes.values().iterator();
        AskedWish next = first.next();
        first.remove();
        if (!wishes.isEmpty()) {
            tenants.put(tenant, wishes);
        }
        size--;
        return next;
    }

    synchronized int size() {
        return size;
    }
}
