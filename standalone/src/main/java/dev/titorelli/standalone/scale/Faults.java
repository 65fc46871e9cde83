package dev.titorelli.standalone.scale;

/**
 * What goes wrong with workers, by chance.
 *
 * @param deathsPerHour of each worker: its process ends, its connections break
 * @param freezesPerHour of each worker: its process stands still, its connections stay
 * @param freezeSeconds how long it stands still
 * @param restartSeconds from a death until the worker's next run is there
 */
public record Faults(double deathsPerHour, double freezesPerHour, int freezeSeconds, int restartSeconds) {

    /** Nothing goes wrong. */
    public static final Faults NONE = new Faults(0, 0, 60, 30);

    private static final double MOST = 3_600;

    /** @throws IllegalArgumentException naming the option, its value and what is allowed */
    public Faults {
        requireRate("--deaths-per-hour", deathsPerHour);
        requireRate("--freezes-per-hour", freezesPerHour);
        requirePositive("--freeze-seconds", freezeSeconds);
        requirePositive("--restart-seconds", restartSeconds);
    }

    private static void requireRate(String option, double perHour) {
        if (!(perHour >= 0 && perHour <= MOST)) {
            throw new IllegalArgumentException(option + " " + perHour + ": allowed is 0 to 3600");
        }
    }

    private static void requirePositive(String option, int seconds) {
        if (seconds < 1) {
            throw new IllegalArgumentException(option + " " + seconds + ": allowed is 1 and above");
        }
    }
}
