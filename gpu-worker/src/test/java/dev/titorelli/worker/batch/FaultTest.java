package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import org.junit.jupiter.api.Test;

final class FaultTest {

    @Test
    void blamesTheJobForPromptsThatTheModelRefuses() {
        ConditioningException refused =
                new ConditioningException(ConditioningException.Code.UNUSED_IMAGE, "image 2 has no tag");
        assertThat(Fault.of(refused))
                .isEqualTo(new Fault.Data(FaultCode.BAD_CONDITIONING, "UNUSED_IMAGE: image 2 has no tag"));
    }

    @Test
    void blamesTheSurroundingsForAStoreThatDoesNotAnswer() {
        assertThat(Fault.of(new ObjectStoreUnavailableException("down", null)))
                .isEqualTo(new Fault.Systemic(FaultCode.STORE_UNAVAILABLE, "down"));
    }

    @Test
    void knowsBothWordsForTooLittleDeviceMemory() {
        assertThat(Fault.of(new EngineException("CUDA out of memory. Tried to allocate\nmore")))
                .isEqualTo(new Fault.Systemic(FaultCode.OUT_OF_MEMORY, "CUDA out of memory. Tried to allocate"));
        assertThat(Fault.of(new EngineException("DefaultCPUAllocator: can't allocate memory: you tried")))
                .isInstanceOf(Fault.Systemic.class);
    }

    @Test
    void saysOfLateJobsOnlyThatTheyAreLate() {
        assertThat(Fault.of(new JobOverdueException(FaultCode.TIMED_OUT)))
                .isEqualTo(new Fault.Overdue(FaultCode.TIMED_OUT));
    }

    @Test
    void givesUpOnEverythingElse() {
        Throwable sticky = new EngineException("CUDA error: an illegal memory access was encountered");
        assertThat(Fault.of(sticky)).isEqualTo(new Fault.Broken(sticky));
        assertThat(Fault.of(new NullPointerException())).isInstanceOf(Fault.Broken.class);
    }
}
