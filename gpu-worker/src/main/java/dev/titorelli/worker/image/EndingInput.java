package dev.titorelli.worker.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A file that really ends. Decoders take the end of a file for zeros and go on, WebP's with an exception for each byte:
 * a few bytes that promise a large picture would keep a processor busy for minutes. Sound files are read past their end a
 * few times only.
 */
final class EndingInput extends MemoryCacheImageInputStream {
    private static final int ALLOWED_ENDS = 256;

    private int ends;

    EndingInput(byte[] file) {
        super(new ByteArrayInputStream(file));
    }

    @Override
    public int read() throws IOException {
        return counted(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return counted(super.read(buffer, offset, length));
    }

    private int counted(int found) throws IOException {
        if (found < 0 && ++ends > ALLOWED_ENDS) {
            throw new IOException("its data end early");
        }
        return found;
    }
}
