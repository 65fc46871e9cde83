package dev.titorelli.standalone.bench.queue;

import dev.titorelli.standalone.bench.queue.QueueBenchResult.Delay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Measures one pattern after the other. */
public final class QueueBench {

    private final QueueBenchWish wish;
    private final Function<ArrivalPlan, Measurement> play;

    QueueBench(QueueBenchWish wish, Function<ArrivalPlan, Measurement> play) {
        this.wish = wish;
        this.play = play;
    }

    /** With the rules alone, in pretended time. */
    public static List<QueueBenchResult> pure(QueueBenchWish wish) {
        return new QueueBench(wish, plan -> PureQueues.run(wish, plan)).run();
    }

    List<QueueBenchResult> run() {
        List<QueueBenchResult> results = new ArrayList<>();
        for (ArrivalPattern pattern : wish.patterns()) {
            ArrivalPlan plan = ArrivalPlan.of(pattern, wish);
            results.add(
                    pattern == ArrivalPattern.FLOOD
                            ? flooded(plan)
                            : play.apply(plan).result(wish));
        }
        return results;
    }

    /** The single jobs alone first, so that what is left to do of the flood disturbs nobody. */
    private QueueBenchResult flooded(ArrivalPlan plan) {
        String flooding = wish.tenants().tenants().get(0);
        Measurement alone = play.apply(plan.withoutFlood());
        Measurement flooded = play.apply(plan);
        QueueBenchResult result = flooded.result(wish);
        return new QueueBenchResult(
                result.pattern(),
                result.jobs(),
                result.tenants(),
                result.idle(),
                alone.result(wish).overhead(),
                Delay.of(
                        alone.singleWaits(flooding),
                        flooded.singleWaits(flooding),
                        wish.work().jobMs()));
    }
}
