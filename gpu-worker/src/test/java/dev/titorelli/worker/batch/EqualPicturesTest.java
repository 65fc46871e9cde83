package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EqualPicturesTest {

    private static final byte[] PICTURE = "picture".getBytes(StandardCharsets.UTF_8);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final EqualPictures pictures = new EqualPictures("profile-1", store);
    private final Job job = wishing();

    @Test
    void findsWhatWasPut() {
        pictures.put(job, stored(job.getOutputKey(), job.getJobDigest(), "profile-1"));
        assertThat(pictures.find(job, store).orElseThrow().bytes()).isEqualTo(PICTURE);
    }

    @Test
    void neverFindsAPictureOfAnotherProfile() {
        pictures.put(job, stored(job.getOutputKey(), job.getJobDigest(), "profile-1"));
        assertThat(new EqualPictures("profile-2", store).find(job, store)).isEmpty();
        assertThat(pictures.find(job, store)).isPresent();
    }

    @Test
    void doesNotPointToAPictureOfAnotherProfile() {
        pictures.put(job, stored(job.getOutputKey(), job.getJobDigest(), "profile-2"));
        assertThat(store.get(pointer())).isEmpty();
    }

    @Test
    void doesNotPointToAPictureThatExpiresWithItsRequest() {
        job.setOutputKey("intermediate/acme/r-1/image/0-1.png");
        pictures.put(job, stored(job.getOutputKey(), job.getJobDigest(), "profile-1"));
        assertThat(store.get(pointer())).isEmpty();
    }

    @Test
    void findsNothingForAJobWithoutADigest() {
        job.setJobDigest("");
        assertThat(pictures.find(job, store)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/emca/r-1/image/0-1.png", "images/acme/../emca/0.png", "inputs/acme/1", ""})
    void followsNoPointerThatLeadsOutOfTheTenantsPictures(String key) {
        if (!key.isEmpty() && !key.contains("..")) {
            stored(key, job.getJobDigest(), "profile-1");
        }
        point(key);
        assertThat(pictures.find(job, store)).isEmpty();
        assertThat(store.get(pointer())).isEmpty();
    }

    @Test
    void followsNoPointerToAPictureOfAnotherDigest() {
        String key = "images/acme/r-9/image/0-1.png";
        stored(key, "0".repeat(64), "profile-1");
        point(key);
        assertThat(pictures.find(job, store)).isEmpty();
    }

    private void point(String key) {
        PicturePointer to = new PicturePointer(key, Sha256.of(PICTURE), "pixels", 32, 32);
        store.putIfAbsent(
                pointer(), to.bytes(), new ObjectMetadata("application/json", Sha256.of(to.bytes()), new TreeMap<>()));
    }

    private ObjectMetadata stored(String key, String jobDigest, String profileDigest) {
        ObjectMetadata metadata = new ObjectMetadata(
                "image/png",
                Sha256.of(PICTURE),
                new TreeMap<>(
                        Map.of("job-digest", jobDigest, "pixel-digest", "pixels", "profile-digest", profileDigest)));
        store.putIfAbsent(key, PICTURE, metadata);
        return metadata;
    }

    private String pointer() {
        return ObjectKeys.pointer("acme", job.getJobDigest(), "profile-1");
    }

    private static Job wishing() {
        Job job = TestJobs.aJob();
        job.setReuse(true);
        return job;
    }
}
