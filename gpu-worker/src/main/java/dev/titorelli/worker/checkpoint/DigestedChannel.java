package dev.titorelli.worker.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;

/** Digests what is written to another channel. */
record DigestedChannel(WritableByteChannel channel, MessageDigest digest) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        ByteBuffer written = bytes.duplicate();
        int count = channel.write(bytes);
        digest.update(written.limit(written.position() + count));
        return count;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
