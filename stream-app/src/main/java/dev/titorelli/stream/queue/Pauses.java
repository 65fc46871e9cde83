package dev.titorelli.stream.queue;

import java.util.Set;
import java.util.TreeSet;

/** Who gets nothing released in one queue: some tenants, or all. One thread at a time. */
public final class Pauses {

    private final Set<String> tenants = new TreeSet<>();
    private boolean all;

    /** Nothing more of a tenant is released. */
    public void pause(String tenant) {
        tenants.add(tenant);
    }

    /** Nothing more is released. */
    public void pauseAll() {
        all = true;
    }

    /** The opposite of {@link #pause}. */
    public void resume(String tenant) {
        tenants.remove(tenant);
    }

    /** The opposite of {@link #pauseAll} and of every pause. */
    public void resumeAll() {
        all = false;
        tenants.clear();
    }

    /** Whether nothing is released, whatever its tenant. */
    public boolean isWhole() {
        return all;
    }

    /** Whether nothing of this tenant is released, be it that nothing is. */
    public boolean covers(String tenant) {
        return all || tenants.contains(tenant);
    }

    /** Tenants that are paused by name; a copy. */
    public Set<String> tenants() {
        return new TreeSet<>(tenants);
    }
}
