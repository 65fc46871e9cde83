package dev.titorelli.stream.plan;

import static dev.titorelli.stream.ModelFixture.MODEL_DIGEST;
import static dev.titorelli.stream.ModelFixture.aModel;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.storedInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.PreviewWish;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.stream.RequestFixture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagePlanTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Job plan(RequestFixture fixture, CatalogueEntry model) {
        GenerationRequest request = fixture.build();
        return StagePlan.of(request, request.getStages().get(0), model, List.of(), 2)
                .job(0, 1, NOW);
    }

    private static StagePlan plan(RequestFixture fixture, ImageObject... inputs) {
        GenerationRequest request = fixture.build();
        return StagePlan.of(request, request.getStages().get(0), aModel("mini"), List.of(inputs), 2);
    }

    @Test
    void resolvesWhatTheRequestLeavesOutFromTheModel() {
        Job job = plan(aRequest()).job(0, 1, NOW);

        assertThat(job.getWidthPx()).isEqualTo(128);
        assertThat(job.getSteps()).isEqualTo(20);
        assertThat(job.getGuidanceScale()).isEqualTo(2.5);
        assertThat(job.getNegativePrompt()).isEqualTo("low quality");
        assertThat(job.getModelDigest()).isEqualTo(MODEL_DIGEST);
        assertThat(job.getOriginPartition()).isEqualTo(2);
    }

    @Test
    void stepCachingFollowsTheModelsFit() {
        CatalogueEntry fitted =
                CatalogueEntry.newBuilder(aModel("mini")).setCachingFit("fit").build();

        assertThat(plan(aRequest(), fitted).getCachingFit()).isEmpty();
        assertThat(plan(aRequest().with(stage -> stage.setStepCaching(2)), fitted)
                        .getCachingFit())
                .isEqualTo("fit");
    }

    @Test
    void passesStepCachingOnAsAnotherPicture() {
        Job all = plan(aRequest()).job(0, 1, NOW);
        Job some = plan(aRequest().with(stage -> stage.setStepCaching(2))).job(0, 1, NOW);

        assertThat(some.getStepCaching()).isEqualTo(2);
        assertThat(some.getJobDigest()).isNotEqualTo(all.getJobDigest());
    }

    @Test
    void passesAWishForReuseOnAsTheSamePicture() {
        Job anew = plan(aRequest()).job(0, 1, NOW);
        Job reused = plan(aRequest().with(stage -> stage.setReuse(true))).job(0, 1, NOW);

        assertThat(anew.getReuse()).isFalse();
        assertThat(reused.getReuse()).isTrue();
        assertThat(reused.getJobDigest()).isEqualTo(anew.getJobDigest());
    }

    @Test
    void takesTheSmallestBucketThatFits() {
        assertThat(plan(aRequest().withSize(128, 128)).job(0, 1, NOW).getQueue())
                .isEqualTo("mini.tokens-64");
        assertThat(plan(aRequest().withSize(144, 128)).job(0, 1, NOW).getQueue())
                .isEqualTo("mini.tokens-256");
    }

    @Test
    void passesTheWishForPreviewsOnWithoutChangingThePicture() {
        RequestFixture fixture = aRequest();
        Job plain = plan(fixture).job(0, 1, NOW);
        fixture.build().getStages().get(0).setPreview(new PreviewWish(5, 64));
        Job wishing = plan(fixture).job(0, 1, NOW);

        assertThat(wishing.getPreview()).isEqualTo(new PreviewWish(5, 64));
        assertThat(wishing.getJobDigest()).isEqualTo(plain.getJobDigest());
    }

    @Test
    void routesBulkToAQueueOfItsOwn() {
        RequestFixture fixture = aRequest();
        fixture.build().setLane(Lane.BULK);

        assertThat(plan(fixture).job(0, 1, NOW).getQueue()).isEqualTo("mini.tokens-64.bulk");
    }

    @Test
    void anImageEqualsTheSingleRequestWithItsSeed() {
        Job second = plan(aRequest().withImages(2).withSeed(41)).job(1, 1, NOW);
        Job single = plan(aRequest().called("other").withSeed(42)).job(0, 1, NOW);

        assertThat(second.getSeed()).isEqualTo(42);
        assertThat(second.getJobDigest()).isEqualTo(single.getJobDigest());
    }

    @Test
    void derivesAMissingSeedFromTheIdentity() {
        long seed = plan(aRequest()).job(0, 1, NOW).getSeed();

        assertThat(seed).isEqualTo(plan(aRequest()).job(0, 1, NOW).getSeed()).isBetween(0L, (1L << 53) - 1);
        assertThat(seed)
                .isNotEqualTo(plan(aRequest().called("r2")).job(0, 1, NOW).getSeed());
    }

    @Test
    void everyAttemptHasTheSamePicture() {
        StagePlan plan = plan(aRequest());
        Job first = plan.job(0, 1, NOW);
        Job second = plan.job(0, 2, NOW.plusSeconds(60));

        assertThat(second.getAttempt()).isEqualTo(2);
        assertThat(second.getJobDigest()).isEqualTo(first.getJobDigest()).isEqualTo(JobDigest.of(second));
        assertThat(second.getOutputKey()).isEqualTo(first.getOutputKey());
    }

    @Test
    void namesTheObjectByJobAndDigest() {
        Job job = plan(aRequest().withImages(3)).job(2, 1, NOW);

        assertThat(job.getJobId()).isEqualTo("acme/r1/image/2");
        assertThat(job.getOutputKey())
                .isEqualTo("images/acme/r1/image/2-" + job.getJobDigest().substring(0, 12) + ".png");
    }

    @Test
    void usesImageGuidanceOnlyWithInputs() {
        RequestFixture edit = aRequest().with(stage -> stage.setUseImageGuidance(true));

        assertThat(plan(edit).job(0, 1, NOW).getUseImageGuidance()).isFalse();
        assertThat(plan(edit, storedInput(64, 64).getObject()).job(0, 1, NOW).getUseImageGuidance())
                .isTrue();
    }
}
