package dev.titorelli.standalone.embedded;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who may use the S3 server; the text form hides the secret. */
public record S3AccessKey(String id, String secret) {

    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,128}");
    private static final String DRAWN_ID = "titorelli";
    private static final int SECRET_BYTES = 20;

    /** @throws CannotStart when one is not of 1 to 128 characters without blanks */
    public S3AccessKey {
        require("access key", id);
        require("secret key", secret);
    }

    /**
     * The key that two variables give, else the one kept in a file, which is drawn when it is not there.
     *
     * @throws CannotStart when only one is given
     */
    public static S3AccessKey given(Optional<String> id, Optional<String> secret, Path kept) {
        if (id.isPresent() != secret.isPresent()) {
            throw new CannotStart("S3's access key and secret key: set both or neither");
        }
        return id.map(given -> new S3AccessKey(given, secret.orElseThrow())).orElseGet(() -> kept(kept));
    }

    private static S3AccessKey kept(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, drawn() + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
            }
            return new S3AccessKey(
                    DRAWN_ID, Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("can't keep S3's secret key in " + file, e);
        }
    }

    private static String drawn() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static void require(String what, String text) {
        if (!PRINTABLE.matcher(text).matches()) {
            throw new CannotStart("S3's " + what + ": expected 1 to 128 characters without blanks");
        }
    }

    @Override
    public String toString() {
        return "S3AccessKey[" + id + ", ***]";
    }
}
