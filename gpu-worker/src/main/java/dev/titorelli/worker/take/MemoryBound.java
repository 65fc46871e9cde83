package dev.titorelli.worker.take;

import com.sun.management.OperatingSystemMXBean;
import dev.titorelli.worker.schedule.ModelSizes;
import java.lang.management.ManagementFactory;

/**
 * How much memory held jobs and kept prefixes may take together: keys and values, latents, and the work space of their steps. Weights
 * and the VAE passes that are begun, one of each lane, are beside it.
 *
 * @param set whether a setting says so, so that a queue whose largest job does not fit must not be served
 */
public record MemoryBound(long bytes, boolean set) {

    public MemoryBound {
        if (bytes < 1) {
            throw new IllegalArgumentException("bound of " + bytes + " bytes: allowed is above 0");
        }
    }

    /** What was set; for 0 what this machine, or the container's limit, leaves. */
    public static MemoryBound of(long setBytes, ModelSizes sizes) {
        return setBytes > 0
                ? new MemoryBound(setBytes, true)
                : ofMachine(
                        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize(),
                        sizes.weightBytes());
    }

    /** Half of the memory without the weights, an eighth at least: mapped weights that find no place are read again. */
    static MemoryBound ofMachine(long machineBytes, long weightBytes) {
        return new MemoryBound(Math.max(machineBytes / 2 - weightBytes, machineBytes / 8), false);
    }
}
