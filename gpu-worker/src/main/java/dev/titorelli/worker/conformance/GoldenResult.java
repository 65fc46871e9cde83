package dev.titorelli.worker.conformance;

/**
 * One comparison with golden data, or the reason why there is none.
 *
 * @param group what is compared: the golden file's name without its ending
 * @param caseName the request, picture or tensor family
 * @param tensor what exactly
 * @param difference the largest; infinite where shapes differ or something is not finite
 * @param tolerance the largest that passes
 * @param note why there is no comparison, or why it failed; else empty
 */
public record GoldenResult(
        String group,
        String caseName,
        String tensor,
        double difference,
        double tolerance,
        Verdict verdict,
        String note) {

    /** What a comparison says about this machine. */
    public enum Verdict {
        /** Within the tolerance. */
        PASS,
        /** Beyond it, or the comparison broke off. */
        FAIL,
        /** Told, without a claim. */
        INFORMS,
        /** Golden data that no comparison knows. */
        UNKNOWN
    }

    static GoldenResult compared(String group, String caseName, String tensor, double difference, double tolerance) {
        Verdict verdict = difference <= tolerance ? Verdict.PASS : Verdict.FAIL;
        return new GoldenResult(group, caseName, tensor, difference, tolerance, verdict, "");
    }

    static GoldenResult informs(String group, String caseName, String tensor, double difference) {
        return new GoldenResult(group, caseName, tensor, difference, Double.NaN, Verdict.INFORMS, "");
    }

    static GoldenResult failed(String group, String caseName, String tensor, String why) {
        return new GoldenResult(group, caseName, tensor, Double.POSITIVE_INFINITY, Double.NaN, Verdict.FAIL, why);
    }

    static GoldenResult unknown(String group, String tensor, String why) {
        return new GoldenResult(group, tensor, tensor, Double.NaN, Double.NaN, Verdict.UNKNOWN, why);
    }
}
