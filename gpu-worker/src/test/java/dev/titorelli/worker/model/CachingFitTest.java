package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachingFitTest {

    /** Nearly all happens in the first half. */
    private static final CachingFit EARLY = new CachingFit("digest", List.of(0.0, 0.45, 0.9, 1.0));

    @TempDir
    private Path folder;

    @Test
    void findsInItsFileWhatItWrote() throws Exception {
        Path file = folder.resolve(CachingFit.FILE);
        EARLY.write(file);

        assertThat(CachingFit.read(file)).isEqualTo(EARLY);
        assertThat(CachingFits.find(folder, "digest")).contains(EARLY);
    }

    @Test
    void isOfOneModelAlone() throws Exception {
        EARLY.write(folder.resolve(CachingFit.FILE));

        assertThat(CachingFits.find(folder, "another")).isEmpty();
        assertThat(EARLY.digest()).isNotEqualTo(new CachingFit("another", EARLY.change()).digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"model\": \"m\", \"change\": [0, \"x\", 1]}", "{\"change\": [0, 0.9, 0.8, 1]}", "["})
    void aDamagedFileIsNoFit(String json) throws Exception {
        Path file = Files.writeString(folder.resolve(CachingFit.FILE), json);

        assertThatIOException().isThrownBy(() -> CachingFit.read(file));
        assertThat(CachingFits.find(folder, "m")).isEmpty();
    }

    @Test
    void refusesNumbersThatFall() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CachingFit("m", List.of(0.0, 0.6, 0.5, 1.0)));
    }

    @Test
    void changesEvenlyBetweenMeasuredTimes() {
        assertThat(EARLY.at(0)).isZero();
        assertThat(EARLY.at(0.125)).isCloseTo(0.225, within(1e-9));
        assertThat(EARLY.at(0.75)).isEqualTo(1);
        assertThat(EARLY.at(1)).isEqualTo(1);
    }

    @Test
    void skipsWhereLittleChanges() {
        assertThat(drawn(12, 2, EARLY)).isEqualTo("CCC-CCC--C--");
    }

    @Test
    void computesAsManyStepsAsTheFixedScheduleAndTheFirst() {
        for (int level = 0; level <= StepSchedule.MAX_LEVEL; level++) {
            for (int steps = 1; steps <= 60; steps++) {
                StepSchedule fitted = StepSchedule.fitted(new FlowSchedule(steps, 2), level, EARLY);
                assertThat(fitted.computedFrom(0))
                        .isEqualTo(StepSchedule.fixed(steps, level).computedFrom(0));
                assertThat(IntStream.range(0, Math.min(3, steps)).allMatch(fitted::computes))
                        .isTrue();
            }
        }
    }

    @Test
    void placesTheMostStepsAtOnce() {
        StepSchedule fitted = StepSchedule.fitted(new FlowSchedule(500, 1), 3, EARLY);

        assertThat(fitted.computedFrom(0)).isEqualTo(StepSchedule.fixed(500, 3).computedFrom(0));
    }

    private static String drawn(int steps, int level, CachingFit fit) {
        StepSchedule schedule = StepSchedule.fitted(new FlowSchedule(steps, 1), level, fit);
        return IntStream.range(0, steps)
                .mapToObj(step -> schedule.computes(step) ? "C" : "-")
                .collect(Collectors.joining());
    }
}
