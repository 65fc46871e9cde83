package dev.titorelli.worker.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** SHA-256 in hex over named things, so that the same things have the same digest on every machine. */
public final class Digests {
    private Digests() {}

    /** Over the names and bytes of those of the files that exist, in the order of their names. */
    public static String ofFiles(Path directory, List<String> names) {
        return ofFiles(directory, names, Digests::ofFile);
    }

    /** The same where something else may know a file's digest. */
    public static String ofFiles(Path directory, List<String> names, Function<Path, String> digestOfFile) {
        MessageDigest all = sha256();
        names.stream()
                .sorted()
                .filter(name -> Files.isRegularFile(directory.resolve(name)))
                .map(name -> name + " " + digestOfFile.apply(directory.resolve(name)) + "\n")
                .forEach(line -> all.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(all.digest());
    }

    /** Over keys and values. */
    public static String ofMap(SortedMap<String, String> map) {
        MessageDigest all = sha256();
        map.forEach((key, value) -> all.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(all.digest());
    }

    /** Over the UTF-8 of a text. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Over a file's bytes. */
    static String ofFile(Path file) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
