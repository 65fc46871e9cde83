package dev.titorelli.standalone.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.scale.ShareGroup.Delivery;
import dev.titorelli.standalone.scale.ShareGroup.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareGroupTest {

    private static final long SECOND = 1_000_000_000L;

    private final Events events = new Events(1);
    private final Tally tally = new Tally();
    private final List<Delivery> taken = new ArrayList<>();

    @Test
    void aRecordComesBackWhenItsLockRunsOut() throws IOException {
        ShareGroup group = group(limits(1_000, 2_000, 2_000, 10));
        Member frozen = joined(group);
        group.poll(frozen);
        group.append(job(), 1, 1);
        Member other = joined(group);
        group.poll(other);

        events.run(14 * SECOND);
        assertThat(taken).hasSize(1);
        events.run(16 * SECOND);
        assertThat(taken).hasSize(2);
        assertThat(group.accept(taken.get(0))).as("a late ACCEPT").isFalse();
        assertThat(group.accept(taken.get(1))).isTrue();
    }

    @Test
    void aRecordComesBackSoonWhenItsTakerDisconnects() throws IOException {
        ShareGroup group = group(limits(1_000, 2_000, 2_000, 10));
        Member dead = joined(group);
        group.poll(dead);
        group.append(job(), 1, 1);
        group.disconnect(dead);
        group.poll(joined(group));

        events.run(2 * SECOND);
        assertThat(taken).hasSize(2);
    }

    @Test
    void aRecordThatWasDeliveredTooOftenIsDropped() throws IOException {
        ShareGroup group = group(limits(1_000, 2_000, 2_000, 2));
        group.append(job(), 1, 1);
        Member member = joined(group);
        for (int i = 0; i < 3; i++) {
            group.poll(member);
            events.run(events.nowNanos() + 16 * SECOND);
        }

        assertThat(taken).hasSize(2);
        assertThat(tally.counts()).containsEntry(Incident.RECORD_DROPPED, 1L);
        assertThat(group.depth()).isZero();
    }

    @Test
    void anOldRecordStallsWhatLiesTooFarBehindIt() throws IOException {
        ShareGroup group = group(limits(1_000, 2_000, 3, 10));
        Member slow = joined(group);
        group.poll(slow);
        for (int i = 0; i < 5; i++) {
            group.append(job(), 1, 1);
        }
        for (int i = 0; i < 5; i++) {
            group.poll(joined(group));
        }

        assertThat(taken).as("a span of three offsets").hasSize(3);
        group.accept(taken.get(0));
        assertThat(taken).hasSize(4);
    }

    @Test
    void aFullGroupRefusesMembersUntilOneIsMissed() throws IOException {
        ShareGroup group = group(limits(1, 2_000, 2_000, 10));
        Member dead = joined(group);
        group.disconnect(dead);

        assertThat(group.join(new Member(taken::add))).isFalse();
        events.run(46 * SECOND);
        assertThat(group.join(new Member(taken::add))).isTrue();
    }

    @Test
    void aBrokerWithoutSessionsLeavesAMemberWaiting() throws IOException {
        ShareGroup group = group(limits(1_000, 1, 2_000, 10));
        Member first = joined(group);
        Member second = joined(group);

        assertThat(group.poll(first)).isTrue();
        assertThat(group.poll(second)).isFalse();
        group.disconnect(first);
        assertThat(group.poll(second)).isTrue();
    }

    private ShareGroup group(BrokerLimits limits) {
        return new ShareGroup(events, limits, new Broker(limits.sessions()), tally);
    }

    private static BrokerLimits limits(int members, int sessions, int span, int deliveries) {
        return new BrokerLimits(members, sessions, span, 15_000, deliveries, 45_000, 1_200);
    }

    private Member joined(ShareGroup group) {
        Member member = new Member(taken::add);
        assertThat(group.join(member)).isTrue();
        return member;
    }

    private PretendedJob job() throws IOException {
        ScaleInput input = ScaleInput.of(ScaleInput.shipped());
        ScaleInput.MixPart part = input.mix().get(0);
        return new PretendedJob("acme/1", "acme", part, input.bucket(part.tokens()), events.nowNanos());
    }
}
