package dev.titorelli.worker.object;

import java.time.Instant;

/** A store whose objects somebody has to delete when their time is over; S3 does so itself, by a lifecycle rule of the bucket. */
public interface ExpiringStore {

    /**
     * Deletes objects below a root that were stored before a time. Several processes may do so at once.
     *
     * @param root first segment of their keys
     * @param most objects that one call deletes at most: call again when it was as many
     * @return how many it deleted
     * @throws IllegalArgumentException for a root whose objects stay, such as pictures
     * @throws ObjectStoreUnavailableException when the store can't be read
     */
    int expire(String root, Instant before, int most);
}
