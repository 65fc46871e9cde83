package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mutated pictures, the same ones in every run: read or refused, nothing else, and within bounded memory. */
@Timeout(120) // a decoder that never ends
class HostilePicturesTest {
    private static final int ROUNDS = Integer.getInteger("titorelli.fuzz.rounds", 400);

    /** A decoder's own samples (8 bytes of 16-bit RGBA at most), ours, and what is copied on the way. */
    private static final long MAX_ALLOCATED_BYTES = 32 * PictureReader.MAX_PIXELS;

    private static final List<Integer> BOUNDARIES = List.of(0, 1, 0x7f, 0x80, 0xff);

    static Stream<Path> corpus() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/pictures"))) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void readsOrRefuses(Path file) throws Exception {
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(file.getFileName().toString().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutant = mutated(sound, random);
            long before = allocatedBytes();
            assertThat(outcome(mutant))
                    .as("%s, round %d", file.getFileName(), round)
                    .isIn("read", "refused");
            assertThat(allocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
        }
    }

    private static String outcome(byte[] file) {
        try {
            PictureReader.read(file, PixelRules.SHOWN);
            return "read";
        } catch (UnreadablePictureException e) {
            return e.getMessage().contains("allowed:") || e.getMessage().contains("damaged") ? "refused" : "" + e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return e.toString();
        }
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] file = sound.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt(256);
                case 1 ->
                    file[at] = BOUNDARIES.get(random.nextInt(BOUNDARIES.size())).byteValue();
                case 2 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> file = Arrays.copyOf(file, Math.max(1, at));
                default -> {
                    int from = random.nextInt(file.length);
                    int count = Math.min(random.nextInt(16), file.length - Math.max(at, from));
                    System.arraycopy(file, from, file, at, Math.max(0, count));
                }
            }
        }
        return random.nextBoolean() ? withChecksums(file) : file;
    }

    /** So that damage in a PNG file gets past its checksums. */
    private static byte[] withChecksums(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        boolean isPng = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1).endsWith("PNG");
        for (int at = 8; isPng && at + 12 <= file.length; ) {
            int length = bytes.getInt(at);
            if (length < 0 || length > file.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(file, at + 4, length + 4);
            bytes.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return file;
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
