package dev.titorelli.standalone.setup;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.ObjectStores;
import java.util.List;
import java.util.Map;

/** Tries whether the object store takes a key once and no more, as a worker does when it starts. */
public final class StoreReview {

    private StoreReview() {}

    /**
     * What is wrong with the store; nothing when it does what is needed.
     *
     * @param objects settings: {@code objects}, and for S3 {@code objects.*}
     */
    public static List<Finding> findings(Map<String, String> objects) {
        try {
            ObjectStores.open(objects);
            return List.of();
        } catch (CannotStart | ObjectStoreUnavailableException e) {
            return List.of(new Finding(e.getMessage(), "change objects or objects.*, or the store"));
        }
    }
}
