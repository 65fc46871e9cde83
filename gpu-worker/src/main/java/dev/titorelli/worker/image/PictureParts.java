package dev.titorelli.worker.image;

/**
 * A picture file taken apart before anything is decoded.
 *
 * @param pixels a file of the same format with the pixels alone: profiles, texts and thumbnails, which a decoder would
 *     unpack or obey, are left out
 * @param exif the EXIF data; empty when there are none
 */
@SuppressWarnings("ArrayRecordComponent") // made and used within one call
record PictureParts(byte[] pixels, byte[] exif) {

    /** @throws UnreadablePictureException when the file's frame is broken, so that the parts can't be told apart */
    static PictureParts of(PictureFormat format, byte[] file) throws UnreadablePictureException {
        return switch (format) {
            case PNG -> PngChunks.parts(file);
            case JPEG -> JpegSegments.parts(file);
            case WEBP -> WebpChunks.parts(file);
        };
    }
}
