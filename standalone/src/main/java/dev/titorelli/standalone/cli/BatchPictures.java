package dev.titorelli.standalone.cli;

import dev.titorelli.EventImage;
import dev.titorelli.standalone.batch.LostPictureException;
import dev.titorelli.standalone.batch.Pictures;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.client.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings the pictures of a batch to its folder, as {@code fetch} does. Safe for several threads. */
final class BatchPictures implements Pictures {

    private final PictureFetch fetch;

    BatchPictures(StoredPictures stored, Path folder) {
        this.fetch = new PictureFetch(stored, folder, false);
    }

    @Override
    public List<String> fetch(String requestId, List<EventImage> images) throws IOException, LostPictureException {
        try {
            List<String> files = new ArrayList<>();
            for (PictureFetch.Fetched fetched : fetch.fetch(requestId, images)) {
                files.add(fetched.file());
            }
            return files;
        } catch (UnreachableException e) { // the store answers, and has it not
            throw new LostPictureException(e.getMessage(), e);
        } catch (CommandFailed e) {
            if (e.exitCode() == ExitCode.FAILED) {
                throw new LostPictureException(e.getMessage(), e);
            }
            throw e;
        }
    }
}
