package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.standalone.client.StoredPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Copies a request's pictures from the object store to a folder. */
final class PictureCopies {

    private final StoredPictures pictures;
    private final Path folder;

    PictureCopies(StoredPictures pictures, Path folder) {
        this.pictures = pictures;
        this.folder = folder;
    }

    /** Copies every picture of the event, as {@code <requestId>-<stage>-<index>.png}; gives the files in the event's order. */
    List<Path> copy(Event end) throws IOException {
        Files.createDirectories(folder);
        List<Path> copies = new ArrayList<>();
        for (EventImage image : end.getImages()) {
            Path file = folder.resolve(fileName(end.getRequestId(), image));
            Files.write(file, pictures.read(image.getImage()));
            copies.add(file);
        }
        return copies;
    }

    /** {@code <requestId>-<stage>-<index>.png}. */
    static String fileName(String requestId, EventImage image) {
        String extension = image.getImage().getMediaType().equals("image/jpeg") ? "jpg" : "png";
        return "%s-%s-%d.%s".formatted(requestId, image.getStage(), image.getIndex(), extension);
    }
}
