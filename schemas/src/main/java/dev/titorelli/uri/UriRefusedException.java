package dev.titorelli.uri;

/** An address that is not fetched: the user's fault. Says what was found and what is allowed, never the address's query. */
public final class UriRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String allowed;

    /**
     * @param found what is wrong
     * @param allowed what would have been right
     */
    public UriRefusedException(String found, String allowed) {
        super(found + "; allowed: " + allowed);
        this.found = found;
        this.allowed = allowed;
    }

    /** What is wrong. */
    public String found() {
        return found;
    }

    /** What would have been right. */
    public String allowed() {
        return allowed;
    }
}
