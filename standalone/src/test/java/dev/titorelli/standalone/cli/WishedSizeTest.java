package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.ImageSize;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WishedSizeTest {

    private final WishedSize.Option sizes = new WishedSize.Option();

    @Test
    void readsWidthBeforeHeight() {
        assertThat(sizes.convert("128x96")).isEqualTo(new WishedSize(Optional.of(new ImageSize(128, 96))));
    }

    @Test
    void takesTheSizeOfTheInput() {
        assertThat(sizes.convert("input").isOfInput()).isTrue();
    }

    @Test
    void saysWhatIsExpectedOfAnythingElse() {
        assertThatThrownBy(() -> sizes.convert("output"))
                .hasMessageStartingWith("'output': expected WIDTHxHEIGHT in pixels")
                .hasMessageEndingWith("; or input");
    }
}
