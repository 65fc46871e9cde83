package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares what was computed with the golden tensors of one group, and collects the results. A case that breaks off is a
 * failed one; the others go on. One thread.
 */
final class GoldenChecks {
    /** Of one forward pass. */
    static final double FORWARD = 1e-4;

    /** Of a trajectory. */
    static final double TRAJECTORY = 1e-3;

    /** Of an 8-bit pixel. */
    static final double PIXEL = 1;

    /** Of ids, places, masks and preprocessed pictures. */
    static final double EXACT = 0;

    private final String group;
    private final GoldenData data;
    private final List<GoldenResult> results = new ArrayList<>();
    private String caseName = "";

    GoldenChecks(String group, GoldenData data) {
        this.group = group;
        this.data = data;
    }

    /** The comparisons of one case. */
    interface Case {
        void run() throws Exception;
    }

    GoldenFile file() {
        return data.file(group);
    }

    List<GoldenResult> results() {
        return results;
    }

    /** Runs a case's comparisons; what it throws is its failure. */
    void in(String name, Case comparisons) {
        String outer = caseName;
        caseName = name;
        try {
            comparisons.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception e) { // a broken case is a finding about it, whatever broke
            results.add(GoldenResult.failed(group, name, "", String.valueOf(e.getMessage())));
        } finally {
            caseName = outer;
        }
    }

    void close(String tensor, NDArray found, double tolerance) {
        close(tensor, found.toFloatArray(), tolerance);
    }

    void close(String tensor, float[] found, double tolerance) {
        add(tensor, difference(file().floats(tensor), found), tolerance);
    }

    /** Compares with the given row of a tensor's rows. */
    void closeRow(String tensor, int row, float[] found, double tolerance) {
        float[] all = file().floats(tensor);
        int rows = (int) file().shape(tensor)[0];
        int size = all.length / rows;
        add(tensor, difference(Arrays.copyOfRange(all, row * size, (row + 1) * size), found), tolerance);
    }

    /** Unsigned bytes. */
    void bytes(String tensor, byte[] expected, byte[] found, double tolerance) {
        double largest = expected.length == found.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, found.length); i++) {
            largest = Math.max(largest, Math.abs((expected[i] & 0xff) - (found[i] & 0xff)));
        }
        add(tensor, largest, tolerance);
    }

    /** Equal or not: ids, places, texts. */
    void equal(String what, Object expected, Object found) {
        if (expected.equals(found)) {
            add(what, 0, EXACT);
        } else {
            String note = "expected %s, found %s".formatted(shortened(expected), shortened(found));
            results.add(new GoldenResult(group, caseName, what, 1, EXACT, GoldenResult.Verdict.FAIL, note));
        }
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }

    /** A difference that is told without a claim. */
    void informs(String tensor, float[] expected, float[] found) {
        results.add(GoldenResult.informs(group, caseName, tensor, difference(expected, found)));
    }

    /** Golden data that this comparison meets and doesn't know. */
    void unknown(String what, String why) {
        results.add(GoldenResult.unknown(group, what, why));
    }

    void add(String tensor, double difference, double tolerance) {
        results.add(GoldenResult.compared(group, caseName, tensor, difference, tolerance));
    }

    /** The largest difference; infinite for other lengths and for numbers that are not finite. */
    static double difference(float[] expected, float[] found) {
        if (expected.length != found.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) expected[i] - found[i]);
            largest = Double.isFinite(difference) ? Math.max(largest, difference) : Double.POSITIVE_INFINITY;
        }
        return largest;
    }
}
