package dev.titorelli.standalone.bench.prefixes;

/**
 * What work took.
 *
 * @param processorSeconds of all threads
 * @param deviceSeconds on the clock, while the device was busy with it
 */
public record Cost(double processorSeconds, double deviceSeconds) {

    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
        return new Cost(processorSeconds + other.processorSeconds, deviceSeconds + other.deviceSeconds);
    }
}
