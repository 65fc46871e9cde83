package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.pytorch.jni.JniUtils;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LanesTest {
    @BeforeAll
    static void loadLibtorch() {
        OpenModels.tiny();
    }

    @Test
    void haveEqualPartsOfTheThreadsAndLeaveTheCallersAlone() {
        Lanes lanes = Lanes.ofProcess();
        int all = JniUtils.getNumThreads();

        List<Integer> parts = lanes.together(Collections.nCopies(lanes.count(), JniUtils::getNumThreads));

        assertThat(parts).hasSize(lanes.count()).containsOnly(all / lanes.count());
        assertThat(JniUtils.getNumThreads()).isEqualTo(all);
    }

    @Test
    void reportAFailureWhenAllHaveEnded() {
        AtomicBoolean ended = new AtomicBoolean();
        Supplier<Boolean> failing = () -> {
            throw new IllegalStateException("of one lane");
        };

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Lanes.ofProcess().together(List.of(failing, () -> ended.getAndSet(true))))
                .withMessage("of one lane");
        assertThat(ended).isTrue();
    }
}
