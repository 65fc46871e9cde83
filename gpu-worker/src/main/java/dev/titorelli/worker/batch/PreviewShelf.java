package dev.titorelli.worker.batch;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.PutResult;
import java.util.Map;
import java.util.TreeMap;

/** Where previews are put: one for each step of a job, whichever attempt stores it first. */
final class PreviewShelf {

    private static final String MEDIA_TYPE = "image/png";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";

    private final ObjectStore store;

    PreviewShelf(ObjectStore store) {
        this.store = store;
    }

    /** Stores a preview; gives what lies there now, which may be an earlier attempt's. */
    ImageObject put(Job job, int step, RgbImage image) {
        String key = ObjectKeys.preview(JobId.parse(job.getJobId()), job.getJobDigest(), step);
        byte[] png = PngWriter.write(image, new TreeMap<>(Map.of("Software", PictureText.SOFTWARE)));
        ObjectMetadata metadata = new ObjectMetadata(
                MEDIA_TYPE,
                Sha256.of(png),
                new TreeMap<>(
                        Map.of(WIDTH, Integer.toString(image.widthPx()), HEIGHT, Integer.toString(image.heightPx()))));
        return store.putIfAbsent(key, png, metadata) instanceof PutResult.Exists exists
                ? describe(key, exists.stored())
                : describe(key, metadata);
    }

    private static ImageObject describe(String key, ObjectMetadata stored) {
        return ImageObject.newBuilder()
                .setKey(key)
                .setDigest(stored.fileDigest())
                .setMediaType(stored.mediaType())
                .setWidthPx(number(stored, WIDTH))
                .setHeightPx(number(stored, HEIGHT))
                .build();
    }

    /** 0 for an object that somebody else put there. */
    private static int number(ObjectMetadata stored, String name) {
        String value = stored.value(name);
        return value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
    }
}
