package dev.titorelli.standalone.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.ImageSize;
import dev.titorelli.Lane;
import org.junit.jupiter.api.Test;

class JobMixTest {

    @Test
    void readsSizesLanesAndShares() {
        assertThat(JobMix.parse("256x128:interactive:0.8, 512x512:bulk:0.2").parts())
                .containsExactly(
                        new JobMix.Part(new ImageSize(256, 128), Lane.INTERACTIVE, 0.8),
                        new JobMix.Part(new ImageSize(512, 512), Lane.BULK, 0.2));
    }

    @Test
    void aSizeAloneIsInteractive() {
        assertThat(JobMix.parse("64x64").parts())
                .containsExactly(new JobMix.Part(new ImageSize(64, 64), Lane.INTERACTIVE, 1));
    }

    @Test
    void namesThePartThatItCannotRead() {
        assertThatThrownBy(() -> JobMix.parse("64x64,64:bulk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'64:bulk'")
                .hasMessageContaining("WIDTHxHEIGHT");
    }

    @Test
    void refusesAShareOfNothing() {
        assertThatThrownBy(() -> JobMix.parse("64x64:bulk:0")).hasMessageContaining("'64x64:bulk:0'");
    }

    @Test
    void chanceFallsOnPartsByTheirShares() {
        JobMix mix = JobMix.parse("64x64:3,32x32:1");

        assertThat(mix.at(0.74).sizeName()).isEqualTo("64x64");
        assertThat(mix.at(0.76).sizeName()).isEqualTo("32x32");
    }
}
