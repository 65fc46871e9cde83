package dev.titorelli.standalone.setup;

import dev.titorelli.cluster.Asked;
import dev.titorelli.cluster.Rights;
import dev.titorelli.fault.CannotStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks whether the brokers' own topics, on which transactions and groups rest, can be made and outlive a broker. */
final class StateTopicReview {

    private static final Map<String, String> SETTINGS = Map.of(
            "__transaction_state", "transaction.state.log",
            "__share_group_state", "share.coordinator.state.topic",
            "__consumer_offsets", "offsets.topic");

    private final Admin admin;
    private final int brokers;
    private final Config config;
    private final List<Finding> findings = new ArrayList<>();

    StateTopicReview(Admin admin, int brokers, Config config) {
        this.admin = admin;
        this.brokers = brokers;
        this.config = config;
    }

    List<Finding> findings() {
        Rights.BROKERS_OWN.forEach(this::review);
        return findings;
    }

    private void review(String topic) {
        String factor = SETTINGS.get(topic) + ".replication.factor";
        int planned = BrokerReview.number(config, factor).orElse(1);
        Optional<Integer> has = copies(topic);
        int wanted = Math.min(3, brokers);
        String set = "set " + factor + "=" + wanted + " on every broker";
        if (has.isEmpty() && planned > brokers) {
            find(topic + " can't be made: " + factor + "=" + planned + ", there are " + brokers + " brokers", set);
        } else if (brokers > 1 && has.orElse(planned) == 1) {
            find(
                    topic + (has.isEmpty() ? " would have" : " has") + " one copy on " + brokers
                            + " brokers: nothing goes on while its broker is away",
                    set + (has.isEmpty() ? "" : ", and give it more copies with kafka-reassign-partitions.sh"));
        }
        inSync(topic, has.orElse(Math.min(planned, brokers)));
    }

    private void inSync(String topic, int copies) {
        String setting = SETTINGS.get(topic) + ".min.isr";
        BrokerReview.number(config, setting)
                .filter(least -> least > copies)
                .ifPresent(least -> find(
                        topic + " can't be written: " + setting + "=" + least + ", it has " + copies + " copies",
                        "set " + setting + " to " + copies + " or less on every broker"));
    }

    /** Empty when it is not there yet, or is hidden from who asks. */
    private Optional<Integer> copies(String topic) {
        try {
            var described = Asked.answer(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic), "look at topic " + topic);
            return Optional.of(described.partitions().get(0).replicas().size());
        } catch (CannotStart e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof TopicAuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void find(String what, String remedy) {
        findings.add(new Finding(what, remedy));
    }
}
