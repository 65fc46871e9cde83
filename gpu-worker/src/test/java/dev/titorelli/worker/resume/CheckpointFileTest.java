package dev.titorelli.worker.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointFileTest {

    private static final Checkpoint CHECKPOINT =
            new Checkpoint("ab".repeat(32), "profile-1", 12, 50, new float[] {1.5f, -0f, Float.MIN_VALUE, -3e38f});

    @Test
    void givesBackEveryBit() {
        Checkpoint read = CheckpointFile.read(CheckpointFile.write(CHECKPOINT));
        assertThat(read).usingRecursiveComparison().isEqualTo(CHECKPOINT);
        assertThat(Float.floatToRawIntBits(read.latents()[1])).isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @Test
    void tellsWhatItIsInItsFirstLines() {
        assertThat(text(CheckpointFile.write(CHECKPOINT)))
                .startsWith("titorelli-checkpoint 1\njob " + "ab".repeat(32)
                        + "\nprofile profile-1\nstep 12 of 50\nlatents 4 f32\nsha256 ");
    }

    @Test
    void refusesAFileThatWasCutOffOrHasMore() {
        byte[] whole = CheckpointFile.write(CHECKPOINT);
        for (int length = 0; length < whole.length; length++) {
            requireRefused(Arrays.copyOf(whole, length));
        }
        requireRefused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void refusesAFileWithAChangedByteWhereverItIs() {
        Random random = new Random(1);
        byte[] whole = CheckpointFile.write(CHECKPOINT);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            requireRefused(changed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "step 0 of 50\nlatents 1 f32\n",
                "step 51 of 50\nlatents 1 f32\n",
                "step 999999999 of 999999999\nlatents 999999999 f32\n",
                "step 99999999999 of 99999999999\nlatents 1 f32\n",
                "step -1 of 50\nlatents 1 f32\n",
                "step 1 of 50\nlatents 0 f32\n",
                "step 1 of 50\nlatents 1 f64\n"
            })
    void refusesNumbersThatCantBeThoughTheDigestIsRight(String numbers) {
        String described = "titorelli-checkpoint 1\njob " + "ab".repeat(32) + "\nprofile p\n" + numbers;
        requireRefused(signed(described, new byte[4]));
    }

    @Test
    void refusesALaterVersion() {
        String described =
                "titorelli-checkpoint 2\njob " + "ab".repeat(32) + "\nprofile p\nstep 1 of 2\nlatents 1 f32\n";
        requireRefused(signed(described, new byte[4]));
    }

    @Test
    void refusesLatentsThatAreNotFinite() {
        String described =
                "titorelli-checkpoint 1\njob " + "ab".repeat(32) + "\nprofile p\nstep 1 of 2\nlatents 1 f32\n";
        assertThat(CheckpointFile.read(signed(described, new byte[4])).latents())
                .containsExactly(0);
        requireRefused(signed(described, new byte[] {0, 0, (byte) 0xc0, 0x7f}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoint("ab".repeat(32), "p", 1, 2, new float[] {Float.NaN}))
                .withMessage("latent NaN: allowed is a finite number");
    }

    private static byte[] signed(String described, byte[] latents) {
        byte[] digested = concat(described, latents);
        return concat(described + "sha256 " + Sha256.of(digested) + "\n\n", latents);
    }

    private static byte[] concat(String head, byte[] latents) {
        byte[] all = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + latents.length);
        System.arraycopy(latents, 0, all, head.length(), latents.length);
        return all;
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    private static void requireRefused(byte[] file) {
        assertThatExceptionOfType(BrokenCheckpointException.class).isThrownBy(() -> CheckpointFile.read(file));
    }
}
