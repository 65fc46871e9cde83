package dev.titorelli.stream.queue;

import dev.titorelli.QueueRecord;
import dev.titorelli.identity.QueueName;
import dev.titorelli.identity.RequestId;
import java.util.Optional;

/** What makes a PAUSE, RESUME or PURGE one that can be followed. Pure. */
final class OperatorRules {

    private OperatorRules() {}

    /** What is wrong, for a person; empty when nothing is. */
    static Optional<String> complaint(QueueRecord word) {
        try {
            QueueName.parse(word.getQueue());
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
        boolean isTenant = word.getTenant().isEmpty() || RequestId.isTenant(word.getTenant());
        return isTenant
                ? Optional.empty()
                : Optional.of("tenant: allowed is " + RequestId.TENANT.pattern() + " or none");
    }
}
