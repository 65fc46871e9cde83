package dev.titorelli.standalone.client;

import dev.titorelli.ImageObject;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.image.PictureFormat;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import java.util.TreeMap;

/** Pictures in the object store: input pictures on their way in, images on their way out. */
public final class StoredPictures {

    private final ObjectStore objects;

    public StoredPictures(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Stores an input picture under its content, so that the same picture is stored once, and gives the reference that a request
     * carries.
     *
     * @param file the bytes of a PNG, JPEG or WebP file
     */
    public ImageObject store(String tenant, byte[] file) throws UnreadablePictureException {
        ImageObject reference = reference(tenant, file);
        objects.putIfAbsent(
                reference.getKey(),
                file,
                new ObjectMetadata(reference.getMediaType(), reference.getDigest(), new TreeMap<>()));
        return reference;
    }

    /** The reference that {@link #store} gives, without storing anything. */
    public static ImageObject reference(String tenant, byte[] file) throws UnreadablePictureException {
        RgbImage picture = PictureReader.read(file, PixelRules.SHOWN);
        String digest = Sha256.of(file);
        String mediaType = PictureFormat.of(file).orElseThrow().mediaType(); // it was read
        return new ImageObject(
                ObjectKeys.input(tenant, digest), digest, mediaType, picture.widthPx(), picture.heightPx());
    }

    /** The file of a picture that an event or a request refers to. */
    public byte[] read(ImageObject picture) {
        return objects.get(picture.getKey())
                .orElseThrow(() -> new UnreachableException("the object store has no " + picture.getKey(), null))
                .bytes();
    }
}
