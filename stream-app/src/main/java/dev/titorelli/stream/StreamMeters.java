package dev.titorelli.stream;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Placement;
import dev.titorelli.metrics.MetricKeys;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Counts what the stream app does. Every series is there from the start, so that a rate has a beginning, but for those by
 * queue, which come with the queues.
 */
final class StreamMeters implements StreamTally {

    private final Map<EventKind, Counter> events;
    private final Map<OutcomeKind, Counter> outcomes;
    private final Map<Lane, Counter> released;
    private final Map<EventKind, Counter> answers;
    private final Map<String, Counter> letters;
    private final Counter fences;
    private final QueueCounters queues;
    private final Map<String, Map<String, Integer>> waiting = new ConcurrentHashMap<>();

    /** @param decodingNodes all that a record can wait at */
    StreamMeters(MeterRegistry meters, List<String> decodingNodes) {
        this.events = byKind(EventKind.class, kind -> counter(meters, MetricKeys.EVENTS.name(), "kind", lower(kind)));
        this.outcomes =
                byKind(OutcomeKind.class, kind -> counter(meters, MetricKeys.OUTCOMES.name(), "kind", lower(kind)));
        this.released =
                byKind(Lane.class, lane -> counter(meters, MetricKeys.JOBS_RELEASED.name(), "lane", lower(lane)));
        this.answers = Stream.of(EventKind.ACCEPTED, EventKind.REJECTED)
                .collect(Collectors.toMap(
                        Function.identity(),
                        kind -> counter(meters, MetricKeys.REQUESTS.name(), "answer", lower(kind))));
        this.letters = Stream.of(Topics.REQUEST_DLQ, Topics.JOB_DLQ, Topics.OUTCOME_DLQ)
                .map(Topic::noun)
                .collect(Collectors.toMap(
                        Function.identity(), noun -> counter(meters, MetricKeys.DEAD_LETTERS.name(), "topic", noun)));
        this.fences = meters.counter(MetricKeys.FENCES.name());
        this.queues = new QueueCounters(meters);
        decodingNodes.forEach(node -> gauge(meters, node));
    }

    @Override
    public void written(Topic<?> topic, SpecificRecord value) {
        if (value instanceof Event event) {
            events.get(event.getKind()).increment();
            answered(event.getKind());
        } else if (value instanceof Job job) {
            released.get(job.getLane()).increment();
            queues.released(job);
        } else if (value instanceof Placement placement) {
            queues.placed(placement);
        } else if (value instanceof JobControl order && order.getKind() == JobControlKind.FENCE) {
            fences.increment();
        } else if (value instanceof DeadLetter) {
            letters.get(topic.noun()).increment();
        }
    }

    @Override
    public void read(SpecificRecord value) {
        if (value instanceof Outcome outcome) {
            outcomes.get(outcome.getKind()).increment();
        }
    }

    @Override
    public void waiting(String node, String task, int records) {
        waiting.computeIfAbsent(node, name -> new ConcurrentHashMap<>()).put(task, records);
    }

    private void answered(EventKind kind) {
        Counter answer = answers.get(kind);
        if (answer != null) {
            answer.increment();
        }
    }

    private void gauge(MeterRegistry meters, String node) {
        Map<String, Integer> byTask = waiting.computeIfAbsent(node, name -> new ConcurrentHashMap<>());
        Gauge.builder(MetricKeys.UNDECODED.name(), byTask, StreamMeters::sum)
                .tag("node", node)
                .register(meters);
    }

    private static double sum(Map<String, Integer> byTask) {
        return byTask.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static <K extends Enum<K>> Map<K, Counter> byKind(Class<K> kinds, Function<K, Counter> counter) {
        Map<K, Counter> counters = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counters.put(kind, counter.apply(kind));
        }
        return counters;
    }

    private static Counter counter(MeterRegistry meters, String name, String label, String value) {
        return meters.counter(name, label, value);
    }

    private static String lower(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
