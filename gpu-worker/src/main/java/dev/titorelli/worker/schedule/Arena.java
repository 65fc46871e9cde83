package dev.titorelli.worker.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The device's memory in numbers: who keeps how much, never more than the bound. What several keep together counts once,
 * until the last of them lets go. One thread at a time.
 */
public final class Arena {

    private final long bound;
    private final Map<String, Holding> holdings = new HashMap<>();
    private final Map<String, Share> shares = new HashMap<>();
    private long used;

    private record Share(long bytes, int holders) {}

    /** @param bound bytes for jobs and kept prefixes, without weights and without the work space of a VAE pass */
    public Arena(long bound) {
        if (bound < 0) {
            throw new IllegalArgumentException("bound of " + bound + " bytes: allowed is 0 and above");
        }
        this.bound = bound;
    }

    public long bound() {
        return bound;
    }

    public long used() {
        return used;
    }

    public long free() {
        return bound - used;
    }

    /**
     * Gives somebody what it asks for.
     *
     * @return false, and nothing has changed, when it does not fit
     */
    public boolean hold(String holder, Holding wanted) {
        return replace(null, holder, wanted);
    }

    /**
     * Gives somebody what it asks for in the place of what was set aside.
     *
     * @param before whose holding ends with it; one that holds nothing is as good
     * @return false, and nothing has changed, when it does not fit
     */
    public boolean replace(String before, String holder, Holding wanted) {
        if (holdings.containsKey(holder) && !holder.equals(before)) {
            throw new IllegalStateException(holder + " holds something already");
        }
        Holding old = before == null ? null : remove(before);
        if (added(wanted) > free()) {
            restore(before, old);
            return false;
        }
        add(holder, wanted);
        return true;
    }

    /** Takes back all that somebody holds. */
    public void release(String holder) {
        remove(holder);
    }

    /** What somebody holds; nothing when it holds nothing. */
    public Holding heldBy(String holder) {
        return holdings.getOrDefault(holder, Holding.of(0));
    }

    /** The keys of what is kept together, by one holder or by several. */
    public Set<String> shared() {
        return Set.copyOf(shares.keySet());
    }

    /** What a holding would add to what is used. */
    long added(Holding wanted) {
        long bytes = wanted.own();
        for (Map.Entry<String, Long> part : wanted.shared().entrySet()) {
            Share share = shares.get(part.getKey());
            if (share != null && share.bytes() != part.getValue()) {
                throw new IllegalArgumentException(
                        "shared %s has %d bytes, not %d".formatted(part.getKey(), share.bytes(), part.getValue()));
            }
            bytes = Math.addExact(bytes, share == null ? part.getValue() : 0);
        }
        return bytes;
    }

    private void restore(String holder, Holding old) {
        if (old != null) {
            add(holder, old);
        }
    }

    private void add(String holder, Holding holding) {
        used += added(holding);
        holdings.put(holder, holding);
        holding.shared()
                .forEach((key, bytes) -> shares.merge(
                        key, new Share(bytes, 1), (share, one) -> new Share(share.bytes(), share.holders() + 1)));
    }

    private Holding remove(String holder) {
        Holding old = holdings.remove(Objects.requireNonNull(holder, "holder"));
        if (old != null) {
            used -= old.own();
            old.shared().keySet().forEach(this::letGo);
        }
        return old;
    }

    private void letGo(String key) {
        Share share = shares.get(key);
        if (share.holders() > 1) {
            shares.put(key, new Share(share.bytes(), share.holders() - 1));
        } else {
            shares.remove(key);
            used -= share.bytes();
        }
    }
}
