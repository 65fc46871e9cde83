package dev.titorelli.worker.batch;

import ai.djl.engine.EngineException;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.adapter.AdapterUnusableException;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.model.NonFiniteLatentsException;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import java.util.Locale;

/** Who is to blame for an exception on the device thread: the one place where that is decided. */
public sealed interface Fault {

    /** The job's own data: this job fails, trying again gives the same. */
    record Data(FaultCode code, String message) implements Fault {}

    /** The time is up: the picture has no use any more, and nothing is wrong with the job. */
    record Overdue(FaultCode code) implements Fault {}

    /** The worker's surroundings: every job would suffer. Keep what is held, take nothing, try again. */
    record Systemic(FaultCode code, String message) implements Fault {}

    /** Nobody knows, or the device is lost: the process ends. */
    record Broken(Throwable cause) implements Fault {}

    /** Classifies an exception. */
    static Fault of(Throwable thrown) {
        if (thrown instanceof JobFailedException failed) {
            return new Data(failed.code(), failed.getMessage());
        }
        if (thrown instanceof AdapterUnusableException unusable) {
            return new Data(unusable.code(), unusable.getMessage());
        }
        if (thrown instanceof JobOverdueException overdue) {
            return new Overdue(overdue.code());
        }
        if (thrown instanceof ConditioningException refused) {
            return new Data(FaultCode.BAD_CONDITIONING, refused.code() + ": " + refused.getMessage());
        }
        if (thrown instanceof NonFiniteLatentsException) {
            return new Data(FaultCode.NON_FINITE, thrown.getMessage());
        }
        if (thrown instanceof ObjectStoreUnavailableException) {
            return new Systemic(FaultCode.STORE_UNAVAILABLE, thrown.getMessage());
        }
        if (isOutOfDeviceMemory(thrown)) {
            return new Systemic(FaultCode.OUT_OF_MEMORY, firstLine(thrown));
        }
        return new Broken(thrown);
    }

    /** libtorch says so in words only: "CUDA out of memory", "DefaultCPUAllocator: can't allocate memory". */
    private static boolean isOutOfDeviceMemory(Throwable thrown) {
        if (!(thrown instanceof EngineException) || thrown.getMessage() == null) {
            return false;
        }
        String message = thrown.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }

    private static String firstLine(Throwable thrown) {
        return thrown.getMessage().lines().findFirst().orElse("");
    }
}
