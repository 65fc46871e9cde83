package dev.titorelli.worker.object;

import dev.titorelli.identity.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A store in a directory: the picture of key {@code a/b.png} is the plain file {@code root/a/b.png}. Safe for several processes on one
 * file system that has hard links.
 *
 * <p>Metadata lies in {@code root/.metadata/<key>/<SHA-256 of the picture>}, written before the picture appears, so that it can't
 * belong to another writer's bytes; equal bytes keep the metadata that was written first. A crash between the two leaves metadata
 * without a picture, which nobody looks up and the next writer of the same bytes takes over; never a picture without its metadata. What
 * a killed writer left in {@code root/.incoming} is deleted by the first write of a later process when it is an hour old. A file that somebody else put there has the
 * metadata of its {@link ExtendedAttributes}, which every picture gets too; without those, only its digest. The root is not made here: a missing root (a disk that is not mounted) is an unavailable store.
 */
public final class FileObjectStore implements ObjectStore, ExpiringStore {

    private static final String METADATA = ".metadata";
    private static final String UNKNOWN_MEDIA_TYPE = "application/octet-stream";

    private final Path root;
    private final DurableFiles files;

    public FileObjectStore(Path root) {
        this.root = root;
        this.files = new DurableFiles(root.resolve(".incoming"));
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
        ObjectKey.require(key);
        FileDigest.require(bytes, metadata);
        return answered("write " + key, () -> {
            byte[] sidecar = MetadataText.write(metadata).getBytes(StandardCharsets.US_ASCII);
            files.createIfAbsent(sidecar(key, metadata.fileDigest()), sidecar);
            StoredObject object = new StoredObject(bytes, metadata);
            return files.createIfAbsent(root.resolve(key), bytes, file -> ExtendedAttributes.write(file, object))
                    ? new PutResult.Created()
                    : new PutResult.Exists(read(key).metadata());
        });
    }

    @Override
    public Optional<StoredObject> get(String key) {
        ObjectKey.require(key);
        return answered("read " + key, () -> {
            try {
                return Optional.of(read(key));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Optional<ObjectMetadata> head(String key) {
        return get(key).map(StoredObject::metadata);
    }

    @Override
    public void remove(String key) {
        ObjectKey.requirePassing(key);
        answered("remove " + key, () -> {
            remove(root, key);
            Path metadata = root.resolve(METADATA);
            for (String digest : names(metadata.resolve(key))) {
                remove(metadata, key + "/" + digest);
            }
            return key;
        });
    }

    /** The first part of a key stays a folder: others are about to write there. */
    private static void remove(Path from, String key) throws IOException {
        DurableFiles.remove(from.resolve(key), from.resolve(key.substring(0, key.indexOf('/'))));
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    public int expire(String root, Instant before, int most) {
        ObjectKey.requirePassing(root + "/any");
        return answered("delete old objects of " + root, () -> {
            int deleted = ExpiredFiles.delete(this.root.resolve(root), before, most);
            ExpiredFiles.delete(this.root.resolve(METADATA).resolve(root), before, most);
            return deleted;
        });
    }

    private StoredObject read(String key) throws IOException {
        byte[] bytes = Files.readAllBytes(root.resolve(key));
        return new StoredObject(bytes, metadata(key, Sha256.of(bytes)));
    }

    private ObjectMetadata metadata(String key, String digest) throws IOException {
        Path sidecar = sidecar(key, digest);
        if (!Files.exists(sidecar)) {
            return ExtendedAttributes.read(root.resolve(key), digest)
                    .orElseGet(() -> new ObjectMetadata(UNKNOWN_MEDIA_TYPE, digest, new TreeMap<>()));
        }
        try {
            return MetadataText.read(Files.readString(sidecar, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException("damaged metadata " + sidecar, e);
        }
    }

    private Path sidecar(String key, String digest) {
        return root.resolve(METADATA).resolve(key).resolve(digest);
    }

    private <T> T answered(String what, Call<T> call) {
        try {
            if (!Files.isDirectory(root)) {
                throw new IOException("no directory " + root);
            }
            return call.run();
        } catch (IOException e) {
            throw new ObjectStoreUnavailableException("can't " + what + ": " + e, e);
        }
    }

    private interface Call<T> {
        T run() throws IOException;
    }
}
