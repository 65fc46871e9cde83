package dev.titorelli.worker.resume;

import dev.titorelli.identity.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint as a file: a head of a few lines of ASCII, which {@code head} shows, and behind its blank line the latents as
 * little-endian F32.
 *
 * <pre>
 * titorelli-checkpoint 1
 * job 64 hex digits
 * profile digest
 * step 12 of 50
 * latents 4096 f32
 * sha256 of the lines above and the latents
 * </pre>
 *
 * <p>The number in the first line grows when a step follows from more than the latents.
 */
final class CheckpointFile {

    static final String MEDIA_TYPE = "application/x-titorelli-checkpoint";

    private static final int MOST_HEAD_BYTES = 512;
    private static final Pattern HEAD = Pattern.compile(
            """
            (?<described>titorelli-checkpoint 1
            job (?<job>[0-9a-f]{64})
            profile (?<profile>[0-9A-Za-z-]{1,64})
            step (?<step>[0-9]{1,9}) of (?<steps>[0-9]{1,9})
            latents (?<latents>[0-9]{1,9}) f32
            )sha256 (?<digest>[0-9a-f]{64})

            """);

    private CheckpointFile() {}

    static byte[] write(Checkpoint checkpoint) {
        String described = "titorelli-checkpoint 1\njob %s\nprofile %s\nstep %d of %d\nlatents %d f32\n"
                .formatted(
                        checkpoint.jobDigest(),
                        checkpoint.profileDigest(),
                        checkpoint.step(),
                        checkpoint.steps(),
                        checkpoint.latents().length);
        byte[] latents = bytes(checkpoint.latents());
        byte[] head = ascii(described + "sha256 " + digest(described, latents) + "\n\n");
        return ByteBuffer.allocate(head.length + latents.length)
                .put(head)
                .put(latents)
                .array();
    }

    /** @throws BrokenCheckpointException for what {@link #write} does not write; the message says what is wrong */
    static Checkpoint read(byte[] file) {
        Matcher head =
                HEAD.matcher(new String(file, 0, Math.min(file.length, MOST_HEAD_BYTES), StandardCharsets.ISO_8859_1));
        if (!head.lookingAt()) {
            throw new BrokenCheckpointException(
                    "its " + file.length + " bytes don't begin as a checkpoint of version 1");
        }
        long expected = head.end() + Float.BYTES * Long.parseLong(head.group("latents"));
        if (file.length != expected) {
            throw new BrokenCheckpointException("it has " + file.length + " bytes; expected are " + expected);
        }
        byte[] latents = Arrays.copyOfRange(file, head.end(), file.length);
        if (!digest(head.group("described"), latents).equals(head.group("digest"))) {
            throw new BrokenCheckpointException("its bytes are not those of its digest");
        }
        return checkpoint(head, floats(latents));
    }

    private static Checkpoint checkpoint(Matcher head, float[] latents) {
        try {
            return new Checkpoint(
                    head.group("job"),
                    head.group("profile"),
                    Integer.parseInt(head.group("step")),
                    Integer.parseInt(head.group("steps")),
                    latents);
        } catch (IllegalArgumentException e) {
            throw new BrokenCheckpointException(e.getMessage());
        }
    }

    private static String digest(String described, byte[] latents) {
        byte[] head = ascii(described);
        return Sha256.of(ByteBuffer.allocate(head.length + latents.length)
                .put(head)
                .put(latents)
                .array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(float[] latents) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * latents.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(latents);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] latents = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(latents);
        return latents;
    }
}
