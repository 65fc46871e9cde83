package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Lane;
import org.junit.jupiter.api.Test;

class PlacesTest {

    @Test
    void bulkLeavesAQuarterToInteractive() {
        assertThat(new Places(8).free(Lane.BULK, 0, 0)).isEqualTo(6);
        assertThat(new Places(8).free(Lane.BULK, 6, 6)).isZero();
        assertThat(new Places(8).free(Lane.INTERACTIVE, 6, 6)).isEqualTo(2);
    }

    @Test
    void bulkLeavesAtLeastOnePlace() {
        assertThat(new Places(2).free(Lane.BULK, 0, 0)).isEqualTo(1);
        assertThat(new Places(2).free(Lane.BULK, 1, 1)).isZero();
    }

    @Test
    void interactiveMayHaveAllPlaces() {
        assertThat(new Places(4).free(Lane.INTERACTIVE, 0, 0)).isEqualTo(4);
        assertThat(new Places(4).free(Lane.BULK, 4, 0)).isZero();
    }

    @Test
    void aSinglePlaceIsForBoth() {
        assertThat(new Places(1).free(Lane.BULK, 0, 0)).isEqualTo(1);
        assertThat(new Places(1).free(Lane.INTERACTIVE, 1, 1)).isZero();
    }

    @Test
    void moreThanThereAreLeaveNone() {
        assertThat(new Places(4).free(Lane.INTERACTIVE, 5, 0)).isZero();
    }
}
