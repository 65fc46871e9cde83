package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.ImageFormat;
import org.junit.jupiter.api.Test;

class ObjectKeysTest {

    private static final JobId JOB = JobId.parse("atelier/heath-1/final/3");
    private static final String DIGEST = Sha256.of("heath");

    @Test
    void namesAPictureByItsJobAndDigest() {
        assertThat(ObjectKeys.image(JOB, DIGEST, ImageFormat.PNG))
                .isEqualTo("images/atelier/heath-1/final/3-" + DIGEST.substring(0, 12) + ".png");
    }

    @Test
    void namesAPictureThatIsNotKeptUnderARootOfItsOwn() {
        assertThat(ObjectKeys.intermediate(JOB, DIGEST, ImageFormat.PNG))
                .isEqualTo("intermediate/atelier/heath-1/final/3-" + DIGEST.substring(0, 12) + ".png");
    }

    @Test
    void endsInTheFormatsExtension() {
        assertThat(ObjectKeys.image(JOB, DIGEST, ImageFormat.JPEG)).endsWith(".jpg");
    }

    @Test
    void refusesAnUnknownFormat() {
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKeys.image(JOB, DIGEST, ImageFormat.UNKNOWN));
    }

    @Test
    void namesACheckpointByItsJobsDigestAndNumber() {
        assertThat(ObjectKeys.checkpoint("atelier", DIGEST, 3)).isEqualTo("checkpoints/atelier/" + DIGEST + "/3");
    }

    @Test
    void namesAnInputByItsContent() {
        assertThat(ObjectKeys.input("atelier", DIGEST)).isEqualTo("inputs/atelier/" + DIGEST);
    }
}
