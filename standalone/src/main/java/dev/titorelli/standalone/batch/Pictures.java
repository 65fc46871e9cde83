package dev.titorelli.standalone.batch;

import dev.titorelli.EventImage;
import java.io.IOException;
import java.util.List;

/** Brings pictures from the object store to the batch's folder. Called on several threads. */
@FunctionalInterface
public interface Pictures {

    /**
     * The files of a request's pictures, in the order of the images; the same again changes nothing.
     *
     * @throws LostPictureException when the store has one no longer, or has another
     * @throws IOException when a file can't be written
     */
    List<String> fetch(String requestId, List<EventImage> images) throws IOException, LostPictureException;
}
