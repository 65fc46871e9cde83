package dev.titorelli.worker.inspect;

import dev.titorelli.ImageObject;
import dev.titorelli.InspectWish;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.fetch.FetchException;
import dev.titorelli.worker.fetch.FileFetch;
import dev.titorelli.worker.image.PictureFormat;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.object.ObjectKey;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** What an input is: a stored object with digest, media type and size as a person sees it. Safe for several threads. */
final class InputInspection {

    private final FileFetch fetch;
    private final ObjectStore store;
    private final long maxBytes;

    /** Pixels take a hundred times the file's bytes. */
    private final Semaphore decoding = new Semaphore(1);

    InputInspection(FileFetch fetch, ObjectStore store, long maxBytes) {
        this.fetch = fetch;
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /**
     * Fetches the wish's address and stores the file by its content, or looks at the wish's object where it lies.
     *
     * @throws dev.titorelli.worker.object.ObjectStoreUnavailableException when the store gives no answer
     */
    ImageObject inspect(InspectWish wish) throws InspectionFailedException, InterruptedException {
        if (wish.getUri() != null) {
            return fetched(wish);
        }
        if (wish.getObject() != null) {
            return inPlace(wish, wish.getObject());
        }
        throw new InspectionFailedException(FaultCode.INTERNAL, "the inspection names neither address nor object");
    }

    private ImageObject fetched(InspectWish wish) throws InspectionFailedException, InterruptedException {
        byte[] file;
        try {
            file = fetch.fetch(wish.getUri(), wish.getMaxBytes());
        } catch (FetchException e) {
            throw new InspectionFailedException(e.code(), e);
        }
        ImageObject input = described(wish, file, ObjectKeys.input(wish.getTenant(), Sha256.of(file)));
        ObjectMetadata metadata = new ObjectMetadata(input.getMediaType(), input.getDigest(), new TreeMap<>());
        PutResult result = store.putIfAbsent(input.getKey(), file, metadata);
        if (result instanceof PutResult.Exists exists
                && !exists.stored().fileDigest().equals(input.getDigest())) {
            throw new InspectionFailedException(
                    FaultCode.OBJECT_CONFLICT, "another file lies under " + input.getKey() + ", which names this one");
        }
        return input;
    }

    private ImageObject inPlace(InspectWish wish, ImageObject object)
            throws InspectionFailedException, InterruptedException {
        String key = object.getKey();
        requireOwn(wish.getTenant(), key);
        StoredObject stored = store.get(key)
                .orElseThrow(() -> new InspectionFailedException(
                        FaultCode.INPUT_NOT_FOUND, key + " is not in the object store; allowed: an object that is"));
        long most = wish.getMaxBytes() > 0 ? Math.min(maxBytes, wish.getMaxBytes()) : maxBytes;
        if (stored.bytes().length > most) {
            throw new InspectionFailedException(
                    FaultCode.INPUT_TOO_LARGE,
                    key + " has " + stored.bytes().length + " bytes; allowed: at most " + most);
        }
        ImageObject found = described(wish, stored.bytes(), key);
        if (!object.getDigest().isEmpty() && !object.getDigest().equals(found.getDigest())) {
            throw new InspectionFailedException(
                    FaultCode.INPUT_CHANGED,
                    key + " has the digest " + found.getDigest() + ", not " + object.getDigest()
                            + "; allowed: the digest of the stored file, or none");
        }
        return found;
    }

    private static void requireOwn(String tenant, String key) throws InspectionFailedException {
        String allowed = "inputs/" + tenant + "/... or images/" + tenant + "/...";
        if (!key.startsWith("inputs/" + tenant + "/") && !key.startsWith("images/" + tenant + "/")) {
            throw new InspectionFailedException(
                    FaultCode.NOT_ALLOWED, "not an object of the tenant; allowed: " + allowed);
        }
        try {
            ObjectKey.require(key);
        } catch (IllegalArgumentException e) {
            throw new InspectionFailedException(FaultCode.NOT_ALLOWED, e);
        }
    }

    private ImageObject described(InspectWish wish, byte[] file, String key)
            throws InspectionFailedException, InterruptedException {
        Size size = size(file);
        long pixels = (long) size.widthPx() * size.heightPx();
        if (wish.getMaxPixels() > 0 && pixels > wish.getMaxPixels()) {
            throw new InspectionFailedException(
                    FaultCode.UNREADABLE_PICTURE,
                    "the picture has " + pixels + " pixels; allowed: at most " + wish.getMaxPixels());
        }
        String mediaType = PictureFormat.of(file).orElseThrow().mediaType(); // it was read
        return new ImageObject(key, Sha256.of(file), mediaType, size.widthPx(), size.heightPx());
    }

    private record Size(int widthPx, int heightPx) {}

    /** Decodes the whole picture: what is cut off is found out now, and not when a job has begun. */
    private Size size(byte[] file) throws InspectionFailedException, InterruptedException {
        decoding.acquire();
        try {
            RgbImage picture = PictureReader.read(file, PixelRules.SHOWN);
            return new Size(picture.widthPx(), picture.heightPx());
        } catch (UnreadablePictureException e) {
            throw new InspectionFailedException(FaultCode.UNREADABLE_PICTURE, e);
        } finally {
            decoding.release();
        }
    }
}
