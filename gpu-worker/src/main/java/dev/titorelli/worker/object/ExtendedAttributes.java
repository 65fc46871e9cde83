package dev.titorelli.worker.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metadata on a picture's file itself, under the names that S3Proxy's store of files gives them, so that one folder serves both:
 * who asks S3 sees what was written to the folder, and the other way round. Not every file system has extended attributes, or room for
 * all of them: they come beside the file of metadata, never in its place.
 *
 * <p>Names: https://github.com/gaul/s3proxy/blob/master/src/main/java/org/gaul/s3proxy/nio2blob/AbstractNio2BlobStore.java
 */
final class ExtendedAttributes {

    private static final Logger log = LoggerFactory.getLogger(ExtendedAttributes.class);
    private static final String MEDIA_TYPE = "user.content-type";
    private static final String MD5 = "user.content-md5";
    private static final String USER = "user.user-metadata.";

    private final UserDefinedFileAttributeView view;

    private ExtendedAttributes(UserDefinedFileAttributeView view) {
        this.view = view;
    }

    /** Puts all of them on a file of these bytes, or none. */
    static void write(Path file, StoredObject object) {
        of(file).ifPresent(attributes -> attributes.writeAll(object));
    }

    /** What lies on a file whose bytes have this digest; empty when nothing does. */
    static Optional<ObjectMetadata> read(Path file, String digest) throws IOException {
        Optional<ExtendedAttributes> attributes = of(file);
        return attributes.isPresent() ? attributes.get().readAll(digest) : Optional.empty();
    }

    private static Optional<ExtendedAttributes> of(Path file) {
        return Optional.ofNullable(Files.getFileAttributeView(file, UserDefinedFileAttributeView.class))
                .map(ExtendedAttributes::new);
    }

    private void writeAll(StoredObject object) {
        Map<String, String> values = new TreeMap<>();
        values.put(MEDIA_TYPE, object.metadata().mediaType());
        S3Metadata.userValues(object.metadata()).forEach((name, value) -> values.put(USER + name, value));
        try {
            for (Map.Entry<String, String> value : values.entrySet()) {
                view.write(value.getKey(), ByteBuffer.wrap(value.getValue().getBytes(StandardCharsets.US_ASCII)));
            }
            byte[] bytes = object.bytes();
            view.write(MD5, ByteBuffer.wrap(ContentMd5.digest(bytes, 0, bytes.length)));
        } catch (IOException e) {
            log.atDebug().setCause(e).log("no extended attributes: S3 shows this picture without metadata");
            values.keySet().forEach(this::delete);
        }
    }

    private void delete(String name) {
        try {
            view.delete(name);
        } catch (IOException e) {
            log.atDebug().setCause(e).log("there was no attribute {}", name);
        }
    }

    private Optional<ObjectMetadata> readAll(String digest) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String name : names()) {
            ByteBuffer value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            values.put(name, new String(value.array(), StandardCharsets.US_ASCII));
        }
        if (!values.containsKey(MEDIA_TYPE)) {
            return Optional.empty();
        }
        Map<String, String> user = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(USER)) {
                user.put(name.substring(USER.length()), value);
            }
        });
        return Optional.of(S3Metadata.read(values.get(MEDIA_TYPE), digest, user));
    }

    private Iterable<String> names() throws IOException {
        try {
            return view.list();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("this file system has no extended attributes");
            return List.of();
        }
    }
}
