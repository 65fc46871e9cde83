package dev.titorelli.worker.batch;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.StoredObject;
import java.util.List;

/** A job's input pictures: stored objects that must still be the bytes that the job was planned with. */
final class InputPictures {

    private InputPictures() {}

    static List<RgbImage> fetch(Job job, ObjectStore store) {
        return job.getInputs().stream().map(input -> fetch(input, store)).toList();
    }

    private static RgbImage fetch(ImageObject input, ObjectStore store) {
        StoredObject stored = store.get(input.getKey())
                .orElseThrow(() -> new JobFailedException(
                        FaultCode.INPUT_NOT_FOUND, "input " + input.getKey() + " is not in the object store"));
        requireDigest(input, Sha256.of(stored.bytes()));
        try {
            return PictureReader.read(stored.bytes(), PixelRules.SHOWN);
        } catch (UnreadablePictureException e) {
            throw new JobFailedException(
                    FaultCode.UNREADABLE_PICTURE, "input " + input.getKey() + ": " + e.getMessage());
        }
    }

    private static void requireDigest(ImageObject input, String found) {
        if (!input.getDigest().isEmpty() && !input.getDigest().equals(found)) {
            throw new JobFailedException(
                    FaultCode.INPUT_CHANGED,
                    "input " + input.getKey() + " has the digest " + found + ", planned was " + input.getDigest());
        }
    }
}
