package dev.titorelli.cluster;

import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** Whether a cluster has share groups, by which workers take jobs. */
public final class ShareGroups {

    private static final String FEATURE = "share.version";

    private ShareGroups() {}

    /** What is missing, and what to do about it. */
    public record Lack(String what, String remedy) {
        @Override
        public String toString() {
            return what + ": " + remedy;
        }
    }

    /** Empty when the cluster has them. */
    public static Optional<Lack> lack(Admin admin) {
        var features = Asked.answer(admin.describeFeatures().featureMetadata(), "ask for the brokers' features");
        FinalizedVersionRange level = features.finalizedFeatures().get(FEATURE);
        if (level != null && level.maxVersionLevel() >= 1) {
            return Optional.empty();
        }
        if (!features.supportedFeatures().containsKey(FEATURE)) {
            return Optional.of(new Lack("these brokers are too old for share groups", "use Kafka 4.3"));
        }
        return Optional.of(new Lack(
                "share groups are switched off (feature " + FEATURE + " is 0)",
                "kafka-features.sh --bootstrap-server ... upgrade --feature " + FEATURE + "=1"));
    }
}
