package dev.titorelli.standalone.demo;

import dev.titorelli.ImageObject;

/**
 * A picture that took part in the demonstration.
 *
 * @param name what to call it; of a painted one also its file, without ending
 * @param caption what to write below it
 * @param object where it is stored
 * @param file the whole file
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to it
record DemoPicture(String name, String caption, ImageObject object, byte[] file) {

    String extension() {
        return object.getMediaType().equals("image/jpeg") ? "jpg" : "png";
    }
}
