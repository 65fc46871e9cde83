package dev.titorelli.standalone.setup;

import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.stream.Stream;

/** Which topics, groups and settings a plan comes down to. */
final class PlannedTopics {

    private PlannedTopics() {}

    static List<Topic<?>> all(SetupPlan plan) {
        return Stream.concat(
                        Topics.all().stream(), plan.queues().stream().distinct().map(Topics::job))
                .<Topic<?>>map(topic -> topic)
                .toList();
    }

    static int partitions(Topic<?> topic, SetupPlan plan) {
        return switch (topic.partitioning()) {
            case BY_REQUEST -> plan.requestPartitions();
            case BY_QUEUE -> plan.queuePartitions();
            case SINGLE -> 1;
        };
    }

    /** What to do about a topic that has another number of partitions. */
    static String partitionsRemedy(Topic<?> topic, int has) {
        String first =
                switch (topic.partitioning()) {
                    case BY_REQUEST -> "set topics.request.partitions to the number that all of them have";
                    case BY_QUEUE -> "set topics.queue.partitions to " + has;
                    case SINGLE -> "delete it while it is empty";
                };
        return first + ", or use another topic.prefix";
    }

    /** Share groups have their topic's name: one for each job topic, one for inspections. */
    static List<String> shareGroups(SetupPlan plan) {
        return Stream.concat(
                        Stream.of(Topics.INSPECT),
                        plan.queues().stream().distinct().map(Topics::job))
                .map(topic -> topic.name(plan.prefix()))
                .toList();
    }
}
