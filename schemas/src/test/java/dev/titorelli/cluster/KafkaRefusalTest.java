package dev.titorelli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaRefusalTest {

    @Test
    void namesTheSettingOfAWrongPassword() {
        assertThat(KafkaRefusal.told(new SaslAuthenticationException("Invalid user credentials")))
                .isEqualTo("Invalid user credentials: change kafka.sasl.jaas.config, or kafka.sasl.mechanism");
    }

    @Test
    void namesTheSettingOfAnUnknownCertificate() {
        assertThat(KafkaRefusal.told(new SslAuthenticationException("handshake failed")))
                .contains("kafka.ssl.truststore.*");
    }

    @Test
    void namesTheTopicsThatMayNotBeUsed() {
        assertThat(KafkaRefusal.told(new TopicAuthorizationException(Set.of("t.event.v1"))))
                .isEqualTo("not authorized for topics [t.event.v1]: './titorelli setup --print' shows the ACLs that"
                        + " each program needs");
    }

    @Test
    void looksBelowWhatCarriesIt() {
        Throwable carried = new CompletionException(
                new KafkaException("poll failed", GroupAuthorizationException.forGroupId("t.job.v1.m.tokens-64")));

        assertThat(KafkaRefusal.told(carried)).startsWith("not authorized for group t.job.v1.m.tokens-64: ");
    }

    @Test
    void saysWhatABareRefusalIsAbout() {
        Throwable carried = new KafkaException(new TimeoutException(
                "Could not create topic t.x-changelog.", new ClusterAuthorizationException("Authorization failed.")));

        assertThat(KafkaRefusal.told(carried))
                .startsWith("Could not create topic t.x-changelog. Authorization failed.: './titorelli setup --print'");
    }

    @Test
    void tellsTheKindOfWhatHasNoMessage() {
        assertThat(KafkaRefusal.told(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
