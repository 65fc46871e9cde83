package dev.titorelli.standalone.cli;

import dev.titorelli.ImageObject;
import dev.titorelli.Progress;
import dev.titorelli.identity.Sha256;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.News;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says of each preview where it is: copied to a folder, or in the object store where none was given. What goes wrong with a preview is
 * said too; it ends no wait.
 */
final class PreviewCopies {

    private final Optional<StoredPictures> pictures;
    private final Path folder;

    private PreviewCopies(Optional<StoredPictures> pictures, Path folder) {
        this.pictures = pictures;
        this.folder = folder;
    }

    /**
     * Copies to a folder.
     *
     * @param folder null for none
     */
    static PreviewCopies to(Path folder, Addresses addresses) {
        return folder == null
                ? new PreviewCopies(Optional.empty(), Path.of(""))
                : new PreviewCopies(Optional.of(new StoredPictures(ObjectStores.connect(addresses.objects()))), folder);
    }

    /** The line for a person, when the news is a preview. */
    Optional<String> take(News news) {
        if (news instanceof News.Stepped stepped && stepped.progress().getPreview() != null) {
            return Optional.of(line(stepped.progress()));
        }
        return Optional.empty();
    }

    private String line(Progress progress) {
        return "preview of %s/%d, step %d of %d: %s"
                .formatted(
                        progress.getStage(),
                        progress.getIndex(),
                        progress.getStep(),
                        progress.getSteps(),
                        pictures.map(from -> copied(from, progress))
                                .orElseGet(() -> progress.getPreview().getKey()));
    }

    private String copied(StoredPictures from, Progress progress) {
        ImageObject preview = progress.getPreview();
        try {
            byte[] bytes = from.read(preview);
            if (!Sha256.of(bytes).equals(preview.getDigest())) {
                return "not copied, " + preview.getKey() + " is damaged";
            }
            Files.createDirectories(folder);
            return Files.write(folder.resolve(fileName(progress)), bytes).toString();
        } catch (IOException | UnreachableException | ObjectStoreUnavailableException e) {
            return "not copied, " + e.getMessage();
        }
    }

    /** {@code <requestId>-<stage>-<index>-step-<nnn>.png}: they sort as they came to be. */
    private static String fileName(Progress progress) {
        return "%s-%s-%d-step-%03d.png"
                .formatted(progress.getRequestId(), progress.getStage(), progress.getIndex(), progress.getStep());
    }
}
