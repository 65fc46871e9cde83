package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.take.QueueChoice.Look;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QueueChoiceTest {

    private static final QueueName A = QueueName.parse("m.tokens-16");
    private static final QueueName B = QueueName.parse("m.tokens-64");
    private static final QueueName C = QueueName.parse("m.tokens-256.bulk");
    private static final QueueName D = QueueName.parse("m.tokens-1024.bulk");
    private static final List<QueueName> ALL = List.of(A, B, C, D);

    @Test
    void servesAllWhenItMay() {
        QueueChoice choice = new QueueChoice("run-5", ALL, 4);

        assertThat(choice.isOpen()).isFalse();
        assertThat(choice.served()).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void workersBeginWithDifferentQueues() {
        List<Set<QueueName>> first = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            first.add(new QueueChoice("run-" + run, ALL, 1).served());
        }

        assertThat(first.stream().flatMap(Set::stream).distinct()).hasSizeGreaterThan(2);
        assertThat(first).allMatch(served -> served.size() == 1);
    }

    @Test
    void comesToAQueueThatNobodyServesOnceItHasWaitedForSomeLooks() {
        QueueChoice choice = serving(A, B);
        Look look = look(empty(A), empty(B), demand(C, 5));

        assertThat(choice.after(look)).containsExactlyInAnyOrder(A, B);
        assertThat(after(choice, look, QueueChoice.IDLE)).contains(C).hasSize(2);
    }

    @Test
    void doesNotComeForOneLookThatHasPassed() {
        QueueChoice choice = serving(A, B);
        for (int i = 0; i < 20; i++) {
            choice.after(look(empty(A), empty(B), demand(C, 5)));
            choice.after(look(empty(A), empty(B), empty(C)));
        }

        assertThat(choice.served()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void neverLeavesAQueueWithJobsThatNobodyElseServes() {
        QueueChoice choice = serving(A, B);
        Look look = look(demand(A, 1), demand(B, 1), demand(C, 1_000));

        assertThat(after(choice, look, 50)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void leavesAQueueToOthersOnlyAsTheLastOfThem() {
        Look look = look(demand(A, 1, "run-1"), demand(B, 1), demand(C, 1_000));
        Look asFirst = look(demand(A, 1, "run-9"), demand(B, 1), demand(C, 1_000));

        assertThat(after(serving(A, B), look, 10)).containsExactlyInAnyOrder(B, C);
        assertThat(after(serving(A, B), asFirst, 10)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void staysWhereAsMuchWaitsForEachWorker() {
        Look look = look(demand(A, 10, "run-1"), demand(B, 10), demand(C, 20, "run-2"));

        assertThat(after(serving(A, B), look, 50)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void jobsThatOthersHaveRoomForNeedNobody() {
        QueueChoice choice = serving(A, B);
        Look look = look(empty(A), empty(B), new QueueDemand(C, 3, 4, List.of("run-2")));

        assertThat(after(choice, look, 50)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void whoStandsLaterInTheOrderWaitsForThoseBefore() {
        QueueChoice choice = serving(A, B);
        Look look = new Look(List.of(empty(A), empty(B), demand(C, 5)), List.of("run-1", "run-2", "run-3"));

        assertThat(after(choice, look, QueueChoice.PATIENCE + 2)).containsExactlyInAnyOrder(A, B);
        assertThat(choice.after(look)).contains(C);
    }

    @Test
    void restsAfterAChange() {
        QueueChoice choice = serving(A, B);
        after(choice, look(empty(A), empty(B), demand(C, 5)), 3);
        assertThat(choice.served()).contains(C);
        Look next = look(empty(A), empty(B), empty(C), demand(D, 5));

        assertThat(after(choice, next, QueueChoice.CALM - 1)).doesNotContain(D);
        assertThat(choice.after(next)).contains(D, C);
    }

    /** Whatever waits, where nothing changes workers come to rest, and everything that waits is served. */
    @Test
    void aFleetComesToRestAndLeavesNoJobsAlone() {
        Random chance = new Random(1);
        for (int round = 0; round < 30; round++) {
            Map<QueueName, Integer> waiting = new HashMap<>();
            ALL.forEach(queue -> waiting.put(queue, chance.nextInt(3) == 0 ? 0 : chance.nextInt(100)));
            Fleet fleet = new Fleet(3 + chance.nextInt(4), waiting);
            fleet.looks(120);
            int changes = fleet.changes;
            fleet.looks(60);

            assertThat(fleet.changes).as("changes with %s", waiting).isEqualTo(changes);
            waiting.forEach((queue, jobs) -> assertThat(jobs == 0 || fleet.serves(queue))
                    .as("%s with %s", queue, waiting)
                    .isTrue());
        }
    }

    /** Workers that look one after the other, each seeing what those before decided. */
    private static final class Fleet {
        private final Map<String, QueueChoice> workers = new TreeMap<>();
        private final Map<QueueName, Integer> waiting;
        private int changes;

        Fleet(int size, Map<QueueName, Integer> waiting) {
            this.waiting = waiting;
            for (int i = 0; i < size; i++) {
                workers.put("run-" + i, new QueueChoice("run-" + i, ALL, 2));
            }
        }

        void looks(int times) {
            for (int i = 0; i < times; i++) {
                workers.forEach((run, choice) -> {
                    Set<QueueName> before = choice.served();
                    Set<QueueName> after = choice.after(seenBy(run));
                    changes += before.equals(after) ? 0 : 1;
                    assertThat(before.stream().filter(queue -> !after.contains(queue)))
                            .allMatch(left -> waiting.get(left) == 0 || serves(left));
                });
            }
        }

        boolean serves(QueueName queue) {
            return workers.values().stream().anyMatch(choice -> choice.served().contains(queue));
        }

        private Look seenBy(String self) {
            List<String> others =
                    workers.keySet().stream().filter(run -> !run.equals(self)).toList();
            return new Look(
                    ALL.stream()
                            .map(queue -> new QueueDemand(
                                    queue,
                                    waiting.get(queue),
                                    0,
                                    others.stream()
                                            .filter(run ->
                                                    workers.get(run).served().contains(queue))
                                            .toList()))
                            .toList(),
                    others);
        }
    }

    /** Run 5, which serves exactly these. */
    private static QueueChoice serving(QueueName... queues) {
        Set<QueueName> wished = Set.of(queues);
        List<QueueName> order = new ArrayList<>(ALL);
        order.sort(Comparator.comparing(queue -> !wished.contains(queue)));
        QueueChoice choice = new QueueChoice("run-5", order, wished.size(), wished);
        assertThat(choice.served()).isEqualTo(wished);
        return choice;
    }

    private static Set<QueueName> after(QueueChoice choice, Look look, int times) {
        for (int i = 0; i < times; i++) {
            choice.after(look);
        }
        return choice.served();
    }

    private static Look look(QueueDemand... demands) {
        return new Look(List.of(demands), List.of());
    }

    private static QueueDemand empty(QueueName queue) {
        return demand(queue, 0);
    }

    private static QueueDemand demand(QueueName queue, int waiting, String... servers) {
        return new QueueDemand(queue, waiting, 0, Arrays.asList(servers));
    }
}
