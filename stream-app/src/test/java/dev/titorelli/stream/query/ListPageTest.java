package dev.titorelli.stream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.http.BadParameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPageTest {

    private final Neighbourhood neighbourhood = new Neighbourhood();
    private RowsFixture here;
    private RowsFixture there;

    @BeforeEach
    void fill(@TempDir Path stateDir) {
        here = RowsFixture.whole(stateDir);
        for (int i = 0; i < 20; i++) {
            here.request("acme/r%02d".formatted(i), i % 2 == 0 ? "COMPLETED" : "RUNNING", i);
        }
        here.request("acme-2/x", "QUEUED", 0).request("zoo/x", "QUEUED", 0);
        here.lose(1, 2);
        there = here.other();
        there.take(1, 2);
        neighbourhood.add("here", here, 0);
        neighbourhood.add("there", there, 1, 2);
    }

    @Test
    void mergesWhatAllInstancesHold() {
        JsonNode page = neighbourhood.list("here", "tenant=acme&limit=500");

        assertThat(ids(page))
                .isEqualTo(IntStream.range(0, 20)
                        .mapToObj(i -> "acme/r%02d".formatted(19 - i))
                        .toList());
        assertThat(page.has("next")).isFalse();
        assertThat(page.has("incomplete")).isFalse();
    }

    @Test
    void tellsTheSamePageByPage() {
        List<String> all = ids(neighbourhood.list("there", "limit=500"));
        List<String> paged = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = neighbourhood.list("here", "limit=3" + (after.isEmpty() ? "" : "&after=" + after));
            paged.addAll(ids(page));
            after = page.path("next").asText();
        } while (!after.isEmpty());

        assertThat(paged).isEqualTo(all).hasSize(22);
    }

    @Test
    void tellsOnlyTheStatesThatAreWanted() {
        assertThat(ids(neighbourhood.list("here", "state=queued,waiting"))).containsExactly("zoo/x", "acme-2/x");
    }

    @Test
    void tellsOnlyWhatWasAcceptedSince() {
        assertThat(ids(neighbourhood.list("here", "tenant=acme&since=1970-01-01T00:00:00.018Z")))
                .containsExactly("acme/r19", "acme/r18");
    }

    @Test
    void saysWhichPartitionsItCouldNotAsk() {
        neighbourhood.kill("there");

        JsonNode page = neighbourhood.list("here", "");

        assertThat(page.at("/incomplete/partitions").toString()).isEqualTo("[1,2]");
        assertThat(page.at("/incomplete/reasons/0").asText()).isEqualTo("there can't be connected to");
        assertThat(ids(page)).isNotEmpty().allMatch(id -> RowsFixture.partition(id) == 0);
    }

    @Test
    void saysWhichPartitionsNobodyHolds() {
        there.lose(2);

        assertThat(neighbourhood.list("here", "").at("/incomplete/partitions").toString())
                .isEqualTo("[2]");
    }

    @Test
    void tellsARequestOnceThatTwoInstancesHold() {
        there.take(0);

        List<String> ids = ids(neighbourhood.list("here", ""));

        assertThat(ids).hasSize(22).doesNotHaveDuplicates();
    }

    @Test
    void looksAtABoundedNumberOfRowsAndSaysWhereItStopped() {
        StoredRequests rows = here.partition(0).orElseThrow();
        ListWish wish = new ListWish("acme", Set.of("EXPIRED"), 0, 50, "");

        Slice slice = Slice.of(rows, wish, 2);

        assertThat(slice.requests()).isEmpty();
        List<String> held = IntStream.range(0, 20)
                .mapToObj(i -> "acme/r%02d".formatted(19 - i))
                .filter(id -> RowsFixture.partition(id) == 0)
                .toList();
        assertThat(slice.reached()).contains(held.get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "limit=0; limit '0': allowed is 1 to 500",
                "limit=501; limit '501': allowed is 1 to 500",
                "limit=ten; limit 'ten': allowed is 1 to 500",
                "state=done; state 'done': allowed is some of INSPECTING,ACCEPTED",
                "since=yesterday; since 'yesterday': allowed is a time",
                "tenant=A; tenant 'A': allowed is [a-z0-9-]{1,40}",
                "after=x; after 'x': allowed is tenant/requestId",
                "order=up; order 'up': allowed is as parameters after, limit, since, state, tenant"
            })
    void namesAParameterThatIsNotAllowed(String query, String message) {
        assertThatThrownBy(() -> neighbourhood.list("here", query))
                .isInstanceOf(BadParameter.class)
                .hasMessageStartingWith(message);
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("requests")
                .forEach(request -> ids.add(request.path("tenant").asText() + "/"
                        + request.path("requestId").asText()));
        return ids;
    }
}
