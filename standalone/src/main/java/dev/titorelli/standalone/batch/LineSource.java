package dev.titorelli.standalone.batch;

import dev.titorelli.identity.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The lines of a file, one after the other; never more than one is in memory. For one thread. */
final class LineSource implements AutoCloseable {

    /** As many bytes as a record may have. */
    static final int MAX_BYTES = 512 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final DigestInputStream digested;
    private final InputStream in;
    private int number;
    private boolean ended;

    LineSource(Path file) throws IOException {
        digested = new DigestInputStream(Files.newInputStream(file), Sha256.newDigest());
        in = new BufferedInputStream(digested, BUFFER_BYTES);
        in.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            in.reset();
        }
    }

    /** The next line that is not blank; empty at the end of the file. */
    Optional<Line> next() throws IOException {
        while (!ended) {
            Line line = read();
            if (line.text() == null || !isBlank(line.text())) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private Line read() throws IOException {
        number++;
        ByteArrayOutputStream text = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        int next;
        while ((next = in.read()) != '\n' && next >= 0) {
            if (text.size() < MAX_BYTES) {
                text.write(next);
            } else {
                tooLong = true;
            }
        }
        ended = next < 0;
        return new Line(number, tooLong ? null : text.toByteArray());
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** SHA-256 of the file in hexadecimal; after its last line. */
    String digest() {
        return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
