package dev.titorelli.standalone.bench;

import dev.titorelli.standalone.bench.SteadyLoad.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How long requests waited for their end: those that lived while an app was away, by whether it had their partition, and the rest. */
final class FaultWaits {

    private static final double NANOS_A_SECOND = 1e9;

    private final List<Fault> faults = new ArrayList<>();

    /**
     * What happened to an app.
     *
     * @param kind in words
     * @param partitions that it had then
     * @param sharedNanos when both apps had partitions again
     * @param endNanos when the last request that it could have held up had ended
     */
    record Fault(String kind, Set<Integer> partitions, long beginNanos, long sharedNanos, long endNanos) {

        private boolean overlaps(Sent request) {
            return request.sentNanos() < endNanos && request.endNanos() > beginNanos;
        }
    }

    void add(Fault fault) {
        faults.add(fault);
    }

    /** A table for people. */
    String told(List<Sent> requests, Map<String, Integer> partitions) {
        Map<String, List<Double>> seconds = new TreeMap<>();
        for (Sent request : requests) {
            seconds.computeIfAbsent(kind(request, partitions.get(request.requestId())), kind -> new ArrayList<>())
                    .add((request.endNanos() - request.sentNanos()) / NANOS_A_SECOND);
        }
        StringBuilder told = new StringBuilder();
        faultKinds()
                .forEach((kind, lengths) -> told.append(
                        "%s: %d, until both ran again: %s%n".formatted(kind, lengths.size(), row(lengths))));
        seconds.forEach((kind, waits) ->
                told.append("requests %s: %d, waited for their end: %s%n".formatted(kind, waits.size(), row(waits))));
        return told.toString();
    }

    private Map<String, List<Double>> faultKinds() {
        Map<String, List<Double>> kinds = new TreeMap<>();
        faults.forEach(fault -> kinds.computeIfAbsent(fault.kind(), kind -> new ArrayList<>())
                .add((fault.sharedNanos() - fault.beginNanos()) / NANOS_A_SECOND));
        return kinds;
    }

    /** The fault that hit its partition says more than one that did not. */
    private String kind(Sent request, int partition) {
        List<Fault> met =
                faults.stream().filter(fault -> fault.overlaps(request)).toList();
        return met.stream()
                .filter(fault -> fault.partitions().contains(partition))
                .findFirst()
                .map(fault -> "of the app " + fault.kind())
                .orElse(
                        met.isEmpty()
                                ? "while both ran"
                                : "of the other app, one " + met.get(0).kind());
    }

    private static String row(List<Double> unsorted) {
        List<Double> seconds = unsorted.stream().sorted().toList();
        return "median %.2f s, 95 %% %.2f s, longest %.2f s"
                .formatted(at(seconds, 0.5), at(seconds, 0.95), at(seconds, 1));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.floor(share * (sorted.size() - 1)));
    }
}
