package dev.titorelli.standalone.client;

import dev.titorelli.identity.RequestId;
import java.util.Optional;

/** Knows where requests stand. */
@FunctionalInterface
public interface RequestFinder {

    /**
     * Where a request stands; empty when its owner says that there is none.
     *
     * @throws UnreachableException when no stream app answers, or none is known
     */
    Optional<QueriedRequest> find(RequestId request);
}
