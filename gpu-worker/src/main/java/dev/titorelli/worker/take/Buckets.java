package dev.titorelli.worker.take;

import dev.titorelli.Lane;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import java.util.List;
import java.util.stream.Stream;

/** Ceilings of output tokens, and the queues that come of them. */
public final class Buckets {

    private Buckets() {}

    /** Ascending, without those that no picture of the model needs; the last one covers its largest picture. */
    public static List<Integer> upTo(List<Integer> wished, int maxOutputTokens) {
        List<Integer> below = wished.stream()
                .distinct()
                .sorted()
                .filter(tokens -> tokens < maxOutputTokens)
                .toList();
        int last = wished.stream()
                .filter(tokens -> tokens >= maxOutputTokens)
                .min(Integer::compare)
                .orElse(maxOutputTokens);
        return Stream.concat(below.stream(), Stream.of(last)).toList();
    }

    /** Both lanes of every bucket. */
    public static List<QueueName> queues(String alias, List<Integer> buckets) {
        return buckets.stream()
                .flatMap(tokens ->
                        Stream.of(Lane.INTERACTIVE, Lane.BULK).map(lane -> new QueueName(alias, tokens, lane)))
                .toList();
    }

    /**
     * Those of the queues that were wished for, all of them when none was.
     *
     * @throws CannotStart naming wishes that are not among the queues
     */
    static List<QueueName> chosen(List<QueueName> queues, List<QueueName> wished) {
        List<QueueName> unknown =
                wished.stream().filter(queue -> !queues.contains(queue)).toList();
        if (!unknown.isEmpty()) {
            throw new CannotStart("queues " + unknown + " can't be served: this model and cluster have " + queues);
        }
        return wished.isEmpty() ? queues : wished.stream().distinct().toList();
    }
}
