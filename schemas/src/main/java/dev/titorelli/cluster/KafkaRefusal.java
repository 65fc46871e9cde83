package dev.titorelli.cluster;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Why Kafka refuses, in one line with the setting to change. Kafka's own messages hold no secrets. */
public final class KafkaRefusal {

    private static final String BARE = "Authorization failed.";

    private KafkaRefusal() {}

    /** What Kafka said, and what to do about it where that is known. */
    public static String told(Throwable failure) {
        Throwable cause = failure;
        String about = "";
        while (cause.getCause() != null && (isCarrier(cause) || (!isClear(cause) && isKafkas(cause.getCause())))) {
            about = isCarrier(cause) || cause.getMessage() == null ? about : cause.getMessage() + " ";
            cause = cause.getCause();
        }
        // Some refusals do not say of what.
        return (BARE.equals(cause.getMessage()) ? about : "") + message(cause) + advice(cause);
    }

    private static boolean isCarrier(Throwable cause) {
        return cause instanceof CompletionException
                || cause instanceof ExecutionException
                || cause.getClass() == KafkaException.class
                || cause.getClass() == RuntimeException.class;
    }

    private static boolean isClear(Throwable cause) {
        return !advice(cause).isEmpty();
    }

    private static boolean isKafkas(Throwable cause) {
        return cause instanceof KafkaException;
    }

    private static String message(Throwable cause) {
        if (cause instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return "not authorized for topics " + topics.unauthorizedTopics();
        }
        if (cause instanceof GroupAuthorizationException group && group.groupId() != null) {
            return "not authorized for group " + group.groupId();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String advice(Throwable cause) {
        if (cause instanceof UnsupportedSaslMechanismException) {
            return ": change kafka.sasl.mechanism";
        }
        if (cause instanceof SaslAuthenticationException) {
            return ": change kafka.sasl.jaas.config, or kafka.sasl.mechanism";
        }
        if (cause instanceof SslAuthenticationException) {
            return ": change kafka.ssl.truststore.*, or kafka.ssl.keystore.* where the brokers want a certificate";
        }
        if (cause instanceof AuthorizationException) {
            return ": './titorelli setup --print' shows the ACLs that each program needs";
        }
        return "";
    }
}
