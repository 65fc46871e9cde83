package dev.titorelli.stream.lease;

import dev.titorelli.fault.FaultCode;
import java.util.Map;

/** The classes of failures that may pass, by how soon another attempt makes sense. */
enum RetryPace {
    /** The worker is gone, or leaves: any other can take the job now. */
    AT_ONCE(0),

    /** Something that all workers need is away for a while. */
    SLOWLY(4),

    /** Whatever else. */
    SOON(1);

    private static final Map<String, RetryPace> BY_CODE = Map.of(
            FaultCode.WORKER_LOST.name(), AT_ONCE,
            FaultCode.DRAINING.name(), AT_ONCE,
            FaultCode.STORE_UNAVAILABLE.name(), SLOWLY);

    private final double factor;

    RetryPace(double factor) {
        this.factor = factor;
    }

    static RetryPace of(String code) {
        return BY_CODE.getOrDefault(code, SOON);
    }

    /** How many times the usual wait. */
    double factor() {
        return factor;
    }
}
