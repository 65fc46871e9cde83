package dev.titorelli.worker.schedule;

/**
 * What to believe before anything was measured.
 *
 * @param nanosPerToken device time of one token through all layers
 * @param nanosPerPixel device time of one pixel in one block of the VAE
 */
public record CostPrior(double nanosPerToken, double nanosPerPixel) {
    public CostPrior {
        if (!(nanosPerToken > 0) || !(nanosPerPixel > 0)) {
            throw new IllegalArgumentException(
                    "nanosPerToken %s, nanosPerPixel %s: allowed is above 0".formatted(nanosPerToken, nanosPerPixel));
        }
    }

    double rate(SliceKind kind, int layers) {
        return switch (kind) {
            case ENCODE, DECODE -> nanosPerPixel;
            case PREFILL -> nanosPerToken / layers;
            case TIME_TOKENS, STEP -> nanosPerToken;
        };
    }
}
