package dev.titorelli.uri;

import java.util.List;
import java.util.stream.Collectors;

/** Where input pictures may be fetched from; nowhere when it is empty. */
public final class UriAllowList {

    /** Nothing is fetched. */
    public static final UriAllowList NONE = new UriAllowList(List.of());

    private final List<UriPattern> patterns;

    private UriAllowList(List<UriPattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads entries: {@code [http(s)://]host[:port][/path]}. Without a scheme it is https, without a port the scheme's own;
     * {@code *.example.org} is every name below example.org, {@code *} every host; a path allows itself and what lies below.
     *
     * @throws IllegalArgumentException naming the entry that is none
     */
    public static UriAllowList of(List<String> entries) {
        return new UriAllowList(entries.stream().map(UriPattern::parse).toList());
    }

    /**
     * Returns when an address is on the list.
     *
     * @throws UriRefusedException when it is not, naming what is
     */
    public void require(InputUri uri) throws UriRefusedException {
        if (patterns.stream().noneMatch(pattern -> pattern.allows(uri))) {
            throw new UriRefusedException("the address " + uri.shown(), toString());
        }
    }

    /** What is allowed, for people. */
    @Override
    public String toString() {
        return patterns.isEmpty()
                ? "stored objects only (inputs.uri.allow is empty)"
                : patterns.stream().map(UriPattern::toString).collect(Collectors.joining(", "));
    }
}
