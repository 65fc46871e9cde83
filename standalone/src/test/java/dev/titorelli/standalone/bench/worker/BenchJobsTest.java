package dev.titorelli.standalone.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.VaePosterior;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchJobsTest {

    private static final ModelDefaults DEFAULTS =
            new ModelDefaults(128, 128, 20, 2.5, 1.6, false, 1, "ugly", 128, VaePosterior.MODE);
    private static final JobMix.Part SMALL = JobMix.parse("64x64:bulk").parts().get(0);
    private static final JobMix.Part LARGE = JobMix.parse("128x112").parts().get(0);

    @Test
    void aJobGoesToTheSmallestBucketThatHoldsItInItsLane() {
        assertThat(jobs(Optional.empty()).job("r-1", 1, SMALL).getQueue()).isEqualTo("toy.tokens-16.bulk");
        assertThat(jobs(Optional.empty()).job("r-2", 2, LARGE).getQueue()).isEqualTo("toy.tokens-64");
    }

    @Test
    void firstComeFirstServedIsOneQueue() {
        BenchJobs jobs = jobs(Optional.of(LARGE));

        assertThat(List.of(jobs.queue(SMALL), jobs.queue(LARGE)))
                .extracting(Object::toString)
                .containsOnly("toy.tokens-64");
    }

    @Test
    void everyJobHasAPromptAndAPlaceOfItsOwn() {
        Job one = jobs(Optional.empty()).job("r-1", 1, SMALL);
        Job other = jobs(Optional.empty()).job("r-2", 2, SMALL);

        assertThat(one.getPrompt()).isNotEqualTo(other.getPrompt());
        assertThat(one.getOutputKey()).isNotEqualTo(other.getOutputKey());
        assertThat(one.getJobDigest()).isNotEqualTo(other.getJobDigest());
    }

    private static BenchJobs jobs(Optional<JobMix.Part> fifo) {
        return new BenchJobs(
                "toy", "f".repeat(64), DEFAULTS, new BenchPrompts(List.of("red", "blue")), List.of(16, 64), 4, fifo);
    }
}
