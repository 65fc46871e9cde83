package dev.titorelli.stream.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Jobs that were withdrawn before they came: their ENQUEUE could not be read yet, for want of its schema. It is not followed
 * when it can. The last few thousand, in memory: such a thing happens while a registry is away.
 */
final class LateEnqueues {

    private static final int REMEMBERED = 10_000;

    private final Map<String, Integer> attempts = new LinkedHashMap<>();

    /** A job that is not here is wanted no longer: neither this attempt of it nor one before. */
    void withdrawn(String jobId, int attempt) {
        attempts.merge(jobId, attempt, Math::max);
        if (attempts.size() > REMEMBERED) {
            attempts.remove(attempts.keySet().iterator().next());
        }
    }

    /** Whether nobody wants a job that comes. */
    boolean isUnwanted(String jobId, int attempt) {
        return attempt <= attempts.getOrDefault(jobId, 0);
    }
}
