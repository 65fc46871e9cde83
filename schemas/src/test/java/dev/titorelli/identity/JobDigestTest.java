package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.Adapter;
import dev.titorelli.ImageFormat;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobDigestTest {

    /** Computed outside of this code base; it may never change, or every stored picture loses its name. */
    private static final String FROZEN = "ddc5ccdd89e03a9e083f060e5e5540e6de7f508cf2e4a6e0742e60a43c33d656";

    private static final String FROZEN_WITH_EVERYTHING =
            "a3a6b56f26feb52c381d61d8b52103e41595d7c65492a94ff1e1af5f17baa7ff";

    @Test
    void isTheFrozenDigest() {
        assertThat(JobDigest.of(job())).isEqualTo(FROZEN);
    }

    @Test
    void isTheFrozenDigestWithEveryOptionalField() {
        Job job = job();
        job.setAdapter(new Adapter("oil", 0.75));
        job.setAdapterDigest("oil-digest");
        job.setInitialImage(object("cc"));
        job.setStrength(0.5);
        job.setMask(object("dd"));
        job.setStepCaching(2);

        assertThat(JobDigest.of(job)).isEqualTo(FROZEN_WITH_EVERYTHING);
    }

    @Test
    void writesOneLineAValueWithItsLength() {
        assertThat(JobDigest.canonicalText(job()))
                .startsWith("format=15:titorelli-job-1\nmodel=12:model-digest\nprompt=17:a heath, größer\n")
                .contains("\nguidanceScale=3:2.5\nimageGuidanceScale=1:1\n")
                .endsWith("\ninput=2:aa\ninput=2:bb\n");
    }

    static List<Consumer<Job>> changesOfThePicture() {
        return List.of(
                job -> job.setModelDigest("other"),
                job -> job.setPrompt("a heat"),
                job -> job.setNegativePrompt(""),
                job -> job.setWidthPx(32),
                job -> job.setHeightPx(64),
                job -> job.setMaxInputSizePx(512),
                job -> job.setSteps(9),
                job -> job.setGuidanceScale(2.5000000000000004),
                job -> job.setImageGuidanceScale(1.5),
                job -> job.setUseImageGuidance(true),
                job -> job.setTimeShift(1),
                job -> job.setSeed(4),
                job -> job.setFormat(ImageFormat.JPEG),
                job -> job.setInputs(List.of(object("bb"), object("aa"))),
                job -> job.setInputs(List.of(object("aa"))),
                job -> job.setInitialImage(object("cc")),
                job -> job.setMask(object("cc")),
                job -> job.setStrength(1.0),
                job -> job.setStepCaching(1),
                job -> job.setCachingFit("fit"));
    }

    @ParameterizedTest
    @MethodSource("changesOfThePicture")
    void changesWithWhatChangesThePicture(Consumer<Job> change) {
        Job job = job();
        change.accept(job);

        assertThat(JobDigest.of(job)).isNotEqualTo(FROZEN);
    }

    @Test
    void changesWithTheAdaptersScale() {
        Job weak = job();
        weak.setAdapter(new Adapter("oil", 0.5));
        weak.setAdapterDigest("oil-digest");
        Job strong = Job.newBuilder(weak).setAdapter(new Adapter("oil", 1.0)).build();

        assertThat(JobDigest.of(weak)).isNotEqualTo(JobDigest.of(strong));
    }

    @Test
    void staysOverAttemptsLanesTimesAndNames() {
        Job job = job();
        job.setJobId("another/one/image/7");
        job.setTenant("another");
        job.setRequestId("one");
        job.setIndex(7);
        job.setAttempt(3);
        job.setLane(Lane.BULK);
        job.setQueue("shapes.tokens-16.bulk");
        job.setModel("an-alias");
        job.setEmittedAt(Instant.EPOCH.plusSeconds(5));
        job.setDeadline(Instant.EPOCH.plusSeconds(9));
        job.setBatch("spring");
        job.setReuse(true);
        job.setJobDigest("whatever");
        job.setOutputKey("whatever");

        assertThat(JobDigest.of(job)).isEqualTo(FROZEN);
    }

    @Test
    void cantBeForgedByAPromptThatLooksLikeTheNextLine() {
        Job one = job();
        one.setPrompt("a\nnegativePrompt=1:b");
        one.setNegativePrompt("");
        Job other = job();
        other.setPrompt("a");
        other.setNegativePrompt("b");

        assertThat(JobDigest.of(one)).isNotEqualTo(JobDigest.of(other));
    }

    @Test
    void refusesNumbersThatAreNone() {
        Job job = job();
        job.setGuidanceScale(Double.NaN);

        assertThatThrownBy(() -> JobDigest.of(job)).isInstanceOf(NumberFormatException.class);
    }

    private static Job job() {
        return Job.newBuilder()
                .setJobId("atelier/heath-1/image/0")
                .setTenant("atelier")
                .setRequestId("heath-1")
                .setStage("image")
                .setModelDigest("model-digest")
                .setPrompt("a heath, größer")
                .setNegativePrompt("people\nseed=1:7")
                .setInputs(new ArrayList<>(List.of(object("aa"), object("bb"))))
                .setWidthPx(64)
                .setHeightPx(32)
                .setMaxInputSizePx(1024)
                .setSteps(8)
                .setGuidanceScale(2.5)
                .setImageGuidanceScale(1.0)
                .setTimeShift(0.1)
                .setSeed(-3)
                .build();
    }

    private static ImageObject object(String digest) {
        return ImageObject.newBuilder()
                .setKey("inputs/" + digest)
                .setDigest(digest)
                .build();
    }
}
