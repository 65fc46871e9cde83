package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.ImageObject;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.object.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredPicturesTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final StoredPictures pictures = new StoredPictures(store);
    private final byte[] png = PngWriter.write(new RgbImage(32, 16, new byte[32 * 16 * 3]), new TreeMap<>());

    @Test
    void storesAPictureUnderItsContent() throws Exception {
        ImageObject stored = pictures.store("me", png);

        String digest = Sha256.of(png);
        assertThat(stored).isEqualTo(new ImageObject("inputs/me/" + digest, digest, "image/png", 32, 16));
        assertThat(pictures.read(stored)).isEqualTo(png);
    }

    @Test
    void storesTheSamePictureOnce() throws Exception {
        assertThat(pictures.store("me", png)).isEqualTo(pictures.store("me", png));
    }

    /** The picture lies on its side in the file; the worker sees it upright, so its size is told so. */
    @Test
    void tellsKindAndSizeOfAPictureAsItIsSeen() throws Exception {
        byte[] webp = Files.readAllBytes(Path.of("..", "gpu-worker/src/test/resources/pictures/turned.webp"));

        String digest = Sha256.of(webp);
        assertThat(pictures.store("me", webp))
                .isEqualTo(new ImageObject("inputs/me/" + digest, digest, "image/webp", 48, 64));
    }

    @Test
    void refusesWhatIsNoPictureAndStoresNothing() {
        byte[] text = "not a picture".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> pictures.store("me", text)).isInstanceOf(UnreadablePictureException.class);
        assertThat(store.get("inputs/me/" + Sha256.of(text))).isEmpty();
    }
}
