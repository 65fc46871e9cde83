package dev.titorelli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelAliasTest {

    @Test
    void isTheDirectorysNameInLowerCaseWithHyphens() {
        assertThat(ModelAlias.of(Path.of("/models/OmniGen_v1 (copy)"))).isEqualTo("omnigen-v1-copy");
    }

    @Test
    void isAtMostFortyCharacters() {
        assertThat(ModelAlias.of(Path.of("/models/" + "a".repeat(50)))).hasSize(40);
    }

    @Test
    void refusesANameOfWhichNothingIsLeft() {
        assertThatThrownBy(() -> ModelAlias.of(Path.of("/models/___"))).isInstanceOf(CannotStart.class);
        assertThatThrownBy(() -> ModelAlias.of(Path.of("/"))).isInstanceOf(CannotStart.class);
    }
}
