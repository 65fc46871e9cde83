package dev.titorelli.stream.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class RequestStateTest {

    private static final List<String> WORDS =
            List.of("accept", "reject", "queue", "await", "run", "complete", "fail", "cancel", "expire");

    /** The whole lifecycle: the state that follows one of these at each word; a dash where the word does not compile. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            value = {
                "state      | accept   | reject   | queue  | await   | run     | complete  | fail   | cancel    |"
                        + " expire",
                "INSPECTING | ACCEPTED | REJECTED | -      | -       | -       | -         | FAILED | CANCELLED |"
                        + " EXPIRED",
                "ACCEPTED   | -        | -        | QUEUED | WAITING | RUNNING | COMPLETED | FAILED | CANCELLED |"
                        + " EXPIRED",
                "QUEUED     | -        | -        | -      | WAITING | RUNNING | COMPLETED | FAILED | CANCELLED |"
                        + " EXPIRED",
                "WAITING    | -        | -        | QUEUED | -       | RUNNING | COMPLETED | FAILED | CANCELLED |"
                        + " EXPIRED",
                "RUNNING    | -        | -        | -      | WAITING | -       | COMPLETED | FAILED | CANCELLED |"
                        + " EXPIRED",
                "REJECTED   | -        | -        | -      | -       | -       | -         | -      | -         | -",
                "COMPLETED  | -        | -        | -      | -       | -       | -         | -      | -         | -",
                "FAILED     | -        | -        | -      | -       | -       | -         | -      | -         | -",
                "CANCELLED  | -        | -        | -      | -       | -       | -         | -      | -         | -",
                "EXPIRED    | -        | -        | -      | -       | -       | -         | -      | -         | -"
            })
    void isFollowedByAtEachWord(ArgumentsAccessor row) throws ReflectiveOperationException {
        RequestState state = RequestState.stored(row.getString(0));
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < WORDS.size(); i++) {
            String follower = row.getString(i + 1);
            if (!follower.equals("-")) {
                expected.put(WORDS.get(i), follower);
            }
        }

        assertThat(followersOf(state)).isEqualTo(expected);
    }

    @Test
    void everyStateIsFoundByItsName() {
        assertThat(RequestState.all()).hasSize(10).allSatisfy(state -> assertThat(
                        RequestState.stored(state.storedName()))
                .isEqualTo(state));
    }

    @Test
    void refusesANameOfNoState() {
        assertThatIllegalStateException().isThrownBy(() -> RequestState.stored("DREAMING"));
    }

    /** Every transition that the state has as a method. */
    private static Map<String, String> followersOf(RequestState state) throws ReflectiveOperationException {
        Map<String, String> followers = new TreeMap<>();
        for (Method method : state.getClass().getMethods()) {
            if (method.getParameterCount() == 0 && RequestState.class.isAssignableFrom(method.getReturnType())) {
                followers.put(method.getName(), ((RequestState) method.invoke(state)).storedName());
            }
        }
        return followers;
    }
}
