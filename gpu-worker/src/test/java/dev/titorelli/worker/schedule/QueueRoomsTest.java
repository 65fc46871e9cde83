package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QueueRoomsTest {

    private static final QueueName SMALL = new QueueName("m", 64, Lane.INTERACTIVE);
    private static final QueueName LARGE = new QueueName("m", 256, Lane.INTERACTIVE);
    private static final QueueName BULK = new QueueName("m", 256, Lane.BULK);
    private static final Map<QueueName, Long> WORST = Map.of(SMALL, 10L, LARGE, 40L, BULK, 40L);

    private final Arena arena = new Arena(100);
    private final QueueRooms rooms = new QueueRooms(arena, WORST);

    @Test
    void armsWhileWorstCasesFit() {
        assertThat(rooms.arm(List.of(LARGE, SMALL, BULK))).containsExactly(LARGE, SMALL, BULK);
        assertThat(arena.free()).isEqualTo(10);
    }

    @Test
    void bulkLeavesAPersonsRoomAlone() {
        arena.hold("running", Holding.of(30));

        assertThat(rooms.arm(List.of(BULK, LARGE))).containsExactly(LARGE);
    }

    @Test
    void bulkArmsOnASmallDeviceToo() {
        QueueRooms narrow = new QueueRooms(new Arena(45), WORST);

        assertThat(narrow.neverFit()).isEmpty();
        assertThat(narrow.arm(List.of(BULK))).containsExactly(BULK);
    }

    @Test
    void namesQueuesThatNeverFit() {
        assertThat(new QueueRooms(new Arena(39), WORST).neverFit()).containsExactly(LARGE, BULK);
    }

    @Test
    void announcesHowManyWorstCasesFit() {
        assertThat(rooms.room(SMALL)).isEqualTo(10);
        assertThat(rooms.room(LARGE)).isEqualTo(2);
        assertThat(rooms.room(BULK)).isEqualTo(1);
    }

    @Test
    void roomDoesNotShrinkBecauseAQueueIsArmed() {
        rooms.arm(List.of(LARGE, SMALL));

        assertThat(rooms.room(LARGE)).isEqualTo(2);
    }

    @Test
    void aTakenJobCountsWithItsOwnBytes() {
        rooms.arm(List.of(LARGE));

        assertThat(rooms.take(LARGE, "job", Holding.of(15))).isTrue();
        assertThat(arena.used()).isEqualTo(15);
        assertThat(rooms.arm(List.of(LARGE))).containsExactly(LARGE);
    }

    @Test
    void aDisarmedQueueGivesItsRoomBack() {
        rooms.arm(List.of(LARGE));
        rooms.disarm(LARGE);

        assertThat(arena.used()).isZero();
    }

    @Property(tries = 100)
    void hostileMixesNeverPassTheBound(@ForAll long seed) {
        Random random = new Random(seed);
        Arena small = new Arena(120);
        QueueRooms hostile = new QueueRooms(small, WORST);
        List<String> live = new ArrayList<>();
        List<QueueName> order = new ArrayList<>(WORST.keySet());
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(order, random);
            hostile.arm(order);
            QueueName queue = order.get(0);
            if (random.nextInt(3) == 0 && !live.isEmpty()) {
                small.release(live.remove(random.nextInt(live.size())));
            } else if (hostile.take(queue, "job-" + i, Holding.of(random.nextInt(90)))) {
                live.add("job-" + i);
            }
            assertThat(small.used()).isBetween(0L, 120L);
        }
        live.forEach(small::release);
        WORST.keySet().forEach(hostile::disarm);
        assertThat(small.used()).isZero();
    }
}
