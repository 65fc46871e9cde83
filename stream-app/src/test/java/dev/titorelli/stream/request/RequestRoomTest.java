package dev.titorelli.stream.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.EventKind;
import dev.titorelli.stream.request.Story.Move;
import dev.titorelli.stream.request.Story.Turn;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Whatever happens, in whatever order, however often and late: each request ends in exactly one terminal event, its
 * sequence has no gap, and every image is counted once. More stories with {@code -Djqwik.tries.default=100000}.
 */
class RequestRoomTest {

    private static final int MOST_TURNS = 80;
    private static final int STORIES_FOR_A_FLAW = 300;

    private static final Set<EventKind> TERMINAL = EnumSet.of(
            EventKind.REJECTED, EventKind.COMPLETED, EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED);

    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("request-room");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        Files.deleteIfExists(folder);
    }

    @Property(seed = "4261")
    void everyRequestEndsExactlyOnce(@ForAll("stories") List<Turn> turns) {
        Set<EventKind> ends = play(turns, UnaryOperator.identity());

        TERMINAL.forEach(kind -> Statistics.label(kind.name())
                .collect(ends.contains(kind))
                .coverage(coverage -> coverage.check(true).count(count -> count > 0)));
    }

    @Provide
    Arbitrary<List<Turn>> stories() {
        Arbitrary<Move> moves = Arbitraries.frequency(
                Tuple.of(5, Move.REQUEST),
                Tuple.of(1, Move.CANCEL),
                Tuple.of(6, Move.DELIVER),
                Tuple.of(2, Move.DELIVER_TWICE),
                Tuple.of(4, Move.DELIVER_ALL),
                Tuple.of(1, Move.REFUSE),
                Tuple.of(6, Move.TAKE),
                Tuple.of(2, Move.STEP),
                Tuple.of(4, Move.PAINT),
                Tuple.of(3, Move.FAIL),
                Tuple.of(3, Move.FAIL_FOR_GOOD),
                Tuple.of(2, Move.RETURN),
                Tuple.of(2, Move.LIE),
                Tuple.of(2, Move.HEARTBEAT),
                Tuple.of(1, Move.IDLE_HEARTBEAT),
                Tuple.of(1, Move.DIE),
                Tuple.of(5, Move.TICK),
                Tuple.of(3, Move.PASS_SECONDS),
                Tuple.of(2, Move.PASS_MINUTE),
                Tuple.of(1, Move.RESTART));
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 59);
        return Combinators.combine(moves, any, any)
                .as(Turn::new)
                .list()
                .ofMaxSize(MOST_TURNS)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Set<EventKind> play(List<Turn> turns, UnaryOperator<KeyValueStore<String, byte[]>> flaw) {
        try (RoomWorld world = new RoomWorld(folder, flaw)) {
            Story story = new Story(world);
            turns.forEach(story::play);
            story.comeToAnEnd();
            world.ledger.checkThatAllHaveEnded();
            world.ledger.checkThatNoPictureIsLost();
            assertThat(world.workings()).as("rows that only open requests have").isEmpty();
            return world.ledger.ends();
        }
    }

    @Example
    void catchesARoomThatForgetsNoFinishedJob() {
        assertThatStoriesCatch(store -> deaf(store, "delete", "job/"));
    }

    @Example
    void catchesARoomThatForgetsItsTimers() {
        assertThatStoriesCatch(store -> deaf(store, "put", "timer/"));
    }

    @Example
    void catchesARoomThatForgetsWhoHoldsAJob() {
        assertThatStoriesCatch(store -> deaf(store, "put", "held/"));
    }

    @Example
    void catchesARoomThatForgetsItsPictures() {
        assertThatStoriesCatch(store -> deaf(store, "put", "image/"));
    }

    /** The same stories with a room that breaks a rule: one of them has to see it. */
    private void assertThatStoriesCatch(UnaryOperator<KeyValueStore<String, byte[]>> flaw) {
        boolean caught = stories().sampleStream().limit(STORIES_FOR_A_FLAW).anyMatch(turns -> breaks(turns, flaw));

        assertThat(caught).as("one of the stories shows the flaw").isTrue();
    }

    private static boolean breaks(List<Turn> turns, UnaryOperator<KeyValueStore<String, byte[]>> flaw) {
        try {
            play(turns, flaw);
            return false;
        } catch (AssertionError | IllegalStateException e) {
            return true;
        }
    }

    /** A store that does not hear a word about one kind of rows. */
    @SuppressWarnings("unchecked")
    private static KeyValueStore<String, byte[]> deaf(KeyValueStore<String, byte[]> store, String word, String kind) {
        return (KeyValueStore<String, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, given) -> {
                    if (method.getName().equals(word) && given[0].toString().startsWith(kind)) {
                        return null;
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
