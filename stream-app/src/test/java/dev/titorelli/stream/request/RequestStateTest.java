package dev.titorelli.stream.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestStateTest {

    /** The whole lifecycle: a state and those that may follow it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ACCEPTED  | QUEUED WAITING RUNNING COMPLETED FAILED CANCELLED EXPIRED",
                "QUEUED    | WAITING RUNNING COMPLETED FAILED CANCELLED EXPIRED",
                "WAITING   | QUEUED RUNNING COMPLETED FAILED CANCELLED EXPIRED",
                "RUNNING   | WAITING COMPLETED FAILED CANCELLED EXPIRED",
                "REJECTED  | ''",
                "COMPLETED | ''",
                "FAILED    | ''",
                "CANCELLED | ''",
                "EXPIRED   | ''"
            })
    void isFollowedOnlyBy(String name, String followers) throws ReflectiveOperationException {
        Set<String> expected = new TreeSet<>(Set.of(followers.split(" ")));
        expected.remove("");

        assertThat(followersOf(RequestState.stored(name))).isEqualTo(expected);
    }

    @Test
    void everyStateIsFoundByItsName() {
        assertThat(RequestState.all()).hasSize(9).allSatisfy(state -> assertThat(
                        RequestState.stored(state.storedName()))
                .isEqualTo(state));
    }

    @Test
    void refusesANameOfNoState() {
        assertThatIllegalStateException().isThrownBy(() -> RequestState.stored("DREAMING"));
    }

    private static Set<String> followersOf(RequestState state) throws ReflectiveOperationException {
        Set<String> followers = new TreeSet<>();
        for (Method method : state.getClass().getMethods()) {
            if (method.getParameterCount() == 0 && RequestState.class.isAssignableFrom(method.getReturnType())) {
                followers.add(((RequestState) method.invoke(state)).storedName());
            }
        }
        return followers;
    }
}
