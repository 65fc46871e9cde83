package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Adapter;
import dev.titorelli.Job;
import dev.titorelli.worker.FakePainter;
import java.time.Instant;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

final class PictureTextTest {

    private final ModelDescription model = new FakePainter(() -> {}).description();

    @Test
    void tellsWhatThePictureWasMadeOf() {
        SortedMap<String, String> text = PictureText.of(aJob(), model);
        assertThat(text)
                .containsEntry("prompt", "a cat")
                .containsEntry("negativePrompt", "dogs")
                .containsEntry("seed", "7")
                .containsEntry("jobDigest", aJob().getJobDigest())
                .containsEntry("modelDigest", model.digest())
                .containsEntry("profile", "device=fake\ndigest=profile-1");
        assertThat(text.get("parameters")).contains("size=32x32", "steps=4");
    }

    @Test
    void namesAdapterAndStepCachingWhereThereAreAny() {
        Job adapted = Job.newBuilder(aJob())
                .setAdapter(new Adapter("ink", 0.5))
                .setAdapterDigest("abc")
                .setStepCaching(2)
                .build();

        assertThat(PictureText.of(adapted, model).get("parameters"))
                .contains("adapter=ink\nadapterDigest=abc\nadapterScale=0.5\n", "stepCaching=2");
        assertThat(PictureText.of(aJob(), model).get("parameters")).doesNotContain("adapter", "stepCaching");
    }

    @Test
    void hasNothingThatVariesBetweenAttempts() {
        Job later = Job.newBuilder(aJob())
                .setAttempt(2)
                .setEmittedAt(Instant.now())
                .setOriginPartition(0)
                .setQueue("fake.tokens-16.bulk")
                .build();
        assertThat(PictureText.of(later, model)).isEqualTo(PictureText.of(aJob(), model));
    }
}
