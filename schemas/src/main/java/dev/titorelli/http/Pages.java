package dev.titorelli.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages that the parts of a program answer, and the address under which the other programs reach them. A part adds
 * its pages when it starts, which may be after the server did. Safe for several threads.
 */
public final class Pages {

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private volatile String address;

    /** Adds a page for a path and everything below it. */
    public void add(String path, Page page) {
        pages.put(path, page);
    }

    /** The page of a path. */
    public Optional<Page> find(String path) {
        return pages.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "/"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Says that they are answered from now on, for others under {@code host:port}. */
    public void announce(String hostAndPort) {
        address = hostAndPort;
    }

    /** Where other programs reach them, {@code host:port}; empty while nobody serves them. */
    public Optional<String> address() {
        return Optional.ofNullable(address);
    }
}
