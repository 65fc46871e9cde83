package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.identity.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LateWatchTest {

    private static final RequestId REQUEST = new RequestId("acme", "heath");

    private final Queue<Object> happens = new ArrayDeque<>();
    private final Queue<Optional<QueriedRequest>> answers = new ArrayDeque<>();
    private final TickingClock clock = new TickingClock();
    private final LateWatch watch = new LateWatch(new ScriptedFeed(), request -> answer(), REQUEST, clock);

    @Test
    void beginsWithWhatHappenedBefore() {
        answers.add(stands("RUNNING", 3));

        assertThat(watch.begin()).isTrue();

        assertThat(kinds(watch.poll(Duration.ZERO))).containsExactly(EventKind.RUNNING);
        assertThat(watch.standing(REQUEST).end()).isEmpty();
    }

    @Test
    void tellsWhatItKnowsNoSecondTime() {
        answers.add(stands("RUNNING", 3));
        watch.begin();
        watch.poll(Duration.ZERO);
        happens.add(List.of(told(EventKind.ACCEPTED, 1), told(EventKind.RUNNING, 3), told(EventKind.COMPLETED, 4)));

        assertThat(kinds(watch.poll(Duration.ZERO))).containsExactly(EventKind.COMPLETED);
        assertThat(watch.standing(REQUEST).end()).isPresent();
    }

    @Test
    void waitsForARequestThatIsOnItsWay() {
        answers.add(Optional.empty());
        happens.add(List.of(told(EventKind.ACCEPTED, 1)));
        answers.add(Optional.empty());

        assertThat(watch.begin()).isTrue();
    }

    @Test
    void saysThatThereIsNoSuchRequest() {
        assertThat(watch.begin()).isFalse();
    }

    @Test
    void goesOnWhenKafkaComesBackAndAsksWhatHappenedMeanwhile() {
        answers.add(stands("RUNNING", 3));
        watch.begin();
        watch.poll(Duration.ZERO);
        happens.add(new UnreachableException("Kafka is away", null));
        answers.add(stands("COMPLETED", 4));

        assertThat(kinds(watch.poll(Duration.ZERO))).containsExactly(EventKind.COMPLETED);
    }

    @Test
    void givesUpWhenKafkaStaysAway() {
        answers.add(stands("RUNNING", 3));
        watch.begin();
        watch.poll(Duration.ZERO);
        happens.add(new UnreachableException("Kafka is away", null));
        watch.poll(Duration.ZERO);
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        happens.add(new UnreachableException("Kafka is away", null));

        assertThatThrownBy(() -> watch.poll(Duration.ZERO)).hasMessage("Kafka is away");
    }

    private Optional<QueriedRequest> answer() {
        return answers.isEmpty() ? Optional.empty() : answers.remove();
    }

    private static Optional<QueriedRequest> stands(String state, int sequence) {
        return Optional.of(new QueriedRequest(new ObjectMapper()
                .createObjectNode()
                .put("tenant", REQUEST.tenant())
                .put("requestId", REQUEST.id())
                .put("state", state)
                .put("sequence", sequence)
                .put("acceptedAt", "2026-01-31T12:00:00Z")));
    }

    private static News told(EventKind kind, long sequence) {
        return new News.Told(Event.newBuilder()
                .setKind(kind)
                .setTenant(REQUEST.tenant())
                .setRequestId(REQUEST.id())
                .setSequence(sequence)
                .setAt(Instant.EPOCH)
                .build());
    }

    private static List<EventKind> kinds(List<News> news) {
        return news.stream().map(one -> ((News.Told) one).event().getKind()).toList();
    }

    private final class ScriptedFeed implements NewsFeed {

        @Override
        @SuppressWarnings("unchecked")
        public List<News> poll(Duration patience) {
            Object next = happens.poll();
            if (next instanceof UnreachableException away) {
                throw away;
            }
            return next == null ? List.of() : (List<News>) next;
        }

        @Override
        public void close() {}
    }

    /** Goes on by a second whenever it is asked. */
    private static final class TickingClock extends Clock {

        private Instant now = Instant.parse("2026-01-31T12:00:00Z");

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
