package dev.titorelli.standalone.scale;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A job topic of one partition with its share group, as its broker keeps them: records are locked for who takes them, come back when the
 * lock runs out or the connection breaks, and are dropped when that has happened too often.
 */
final class ShareGroup {

    private final Events events;
    private final BrokerLimits limits;
    private final Broker leader;
    private final Tally tally;
    private final NavigableMap<Long, JobRecord> undone = new TreeMap<>();
    private final NavigableMap<Long, JobRecord> free = new TreeMap<>();
    private final Set<Member> members = new HashSet<>();
    private final Set<Member> polling = new LinkedHashSet<>();
    private long nextOffset;
    private long lastCommit = -1;
    private int mostMembers;

    /** An attempt of a job on its topic. */
    static final class JobRecord {
        final PretendedJob job;
        final int attempt;
        private final long offset;
        private int deliveries;

        private JobRecord(PretendedJob job, int attempt, long offset) {
            this.job = job;
            this.attempt = attempt;
            this.offset = offset;
        }
    }

    /** A record in somebody's hand. */
    static final class Delivery {
        final JobRecord record;
        private boolean open = true;

        private Delivery(JobRecord record) {
            this.record = record;
        }
    }

    /** A consumer: polls for one record, and has one in hand at most. */
    static final class Member {
        private final Consumer<Delivery> taking;
        private Delivery inHand;
        private boolean session;

        Member(Consumer<Delivery> taking) {
            this.taking = taking;
        }
    }

    ShareGroup(Events events, BrokerLimits limits, Broker leader, Tally tally) {
        this.events = events;
        this.limits = limits;
        this.leader = leader;
        this.tally = tally;
    }

    /** Comes to the topic's end; the marker of each transaction takes an offset too. */
    void append(PretendedJob job, int attempt, long commit) {
        nextOffset += commit == lastCommit ? 0 : 1;
        lastCommit = commit;
        JobRecord record = new JobRecord(job, attempt, nextOffset++);
        undone.put(record.offset, record);
        free.put(record.offset, record);
        deliver();
    }

    /** False when the group is full. */
    boolean join(Member member) {
        if (members.size() == limits.groupMembers()) {
            tally.add(Incident.MEMBER_REFUSED);
            return false;
        }
        members.add(member);
        mostMembers = Math.max(mostMembers, members.size());
        return true;
    }

    /** The member gets the next record. False when its broker has no session for it. */
    boolean poll(Member member) {
        if (!member.session && !leader.open()) {
            tally.add(Incident.SESSION_REFUSED);
            return false;
        }
        member.session = true;
        polling.add(member);
        deliver();
        return true;
    }

    /** The member's fetch has ended; it gets nothing until it polls again. */
    void rest(Member member) {
        polling.remove(member);
    }

    /** The member's connection breaks. It keeps its place in the group until the coordinator misses it. */
    void disconnect(Member member) {
        polling.remove(member);
        if (member.session) {
            member.session = false;
            leader.close();
        }
        Delivery inHand = member.inHand;
        if (inHand != null) {
            events.in((double) limits.disconnectMs(), () -> comeBack(inHand));
        }
        events.in((double) limits.memberTimeoutMs(), () -> members.remove(member));
    }

    /** The member has said nothing for too long. */
    void expel(Member member) {
        members.remove(member);
        disconnect(member);
    }

    /** The taker accepts. False when the record is its no longer. */
    boolean accept(Delivery delivery) {
        if (!delivery.open) {
            return false;
        }
        delivery.open = false;
        undone.remove(delivery.record.offset);
        deliver();
        return true;
    }

    /** Records that nobody has in hand. */
    int depth() {
        return free.size();
    }

    /** The most members that it had at one time. */
    int mostMembers() {
        return mostMembers;
    }

    private void deliver() {
        while (!free.isEmpty() && !polling.isEmpty()) {
            if (free.firstKey() - undone.firstKey() >= limits.recordLocks()) {
                tally.add(Incident.SPAN_FULL);
                return;
            }
            Iterator<Member> first = polling.iterator();
            Member member = first.next();
            first.remove();
            hand(member, free.pollFirstEntry().getValue());
        }
    }

    private void hand(Member member, JobRecord record) {
        record.deliveries++;
        Delivery delivery = new Delivery(record);
        member.inHand = delivery;
        events.in((double) limits.recordLockMs(), () -> comeBack(delivery));
        member.taking.accept(delivery);
    }

    private void comeBack(Delivery delivery) {
        if (!delivery.open) {
            return;
        }
        delivery.open = false;
        JobRecord record = delivery.record;
        if (record.deliveries >= limits.deliveries()) {
            tally.add(Incident.RECORD_DROPPED);
            undone.remove(record.offset);
        } else {
            tally.add(Incident.RECORD_BACK);
            free.put(record.offset, record);
        }
        deliver();
    }
}
