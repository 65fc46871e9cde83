package dev.titorelli.stream.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * A page of the list of requests: what every instance holds, merged. A call looks at a bounded number of rows; the page then
 * says where the next one goes on, though it may have fewer requests than wanted, or none.
 */
final class ListPage implements Page {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Rows that an instance looks at for one page, over all its partitions. */
    private static final int ROWS_A_PAGE = 4_000;

    private static final int ROWS_A_PARTITION = 200;

    private final Holdings holdings;
    private final Peers peers;
    private final Neighbours neighbours;
    private final int partitions;

    ListPage(Holdings holdings, Peers peers, Neighbours neighbours, int partitions) {
        this.holdings = holdings;
        this.peers = peers;
        this.neighbours = neighbours;
        this.partitions = partitions;
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        ListWish wish = ListWish.of(call);
        Part own = own(wish);
        if (call.header(HttpNeighbours.FORWARDED).isPresent()) {
            return CompletableFuture.completedStage(Answer.json(200, own.json()));
        }
        List<CompletableFuture<Part>> asked = peers.others().stream()
                .map(peer -> part(peer, call.target()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Part> parts = new ArrayList<>(List.of(own));
            asked.forEach(part -> parts.add(part.join()));
            return merged(parts, wish);
        });
    }

    /** What an instance holds, or why that is not known. */
    private record Part(List<Slice> slices, TreeSet<Integer> partitions, Optional<String> problem) {

        ObjectNode json() {
            Slice all = Slice.merged(slices, Integer.MAX_VALUE);
            ObjectNode json = JSON.createObjectNode();
            json.putArray("requests").addAll(all.requests());
            all.reached().ifPresent(reached -> json.put("reached", reached));
            partitions.forEach(json.putArray("partitions")::add);
            return json;
        }

        static Part unknown(String problem) {
            return new Part(List.of(), new TreeSet<>(), Optional.of(problem));
        }
    }

    private Part own(ListWish wish) {
        List<Slice> slices = new ArrayList<>();
        TreeSet<Integer> held = new TreeSet<>();
        int budget = Math.max(ROWS_A_PARTITION, ROWS_A_PAGE / partitions);
        for (int partition = 0; partition < partitions; partition++) {
            Optional<Slice> slice = slice(partition, wish, budget);
            if (slice.isPresent()) {
                slices.add(slice.get());
                held.add(partition);
            }
        }
        return new Part(slices, held, Optional.empty());
    }

    private Optional<Slice> slice(int partition, ListWish wish, int budget) {
        try {
            Optional<Slice> slice = holdings.partition(partition).map(rows -> Slice.of(rows, wish, budget));
            return slice.filter(found -> holdings.partition(partition).isPresent());
        } catch (InvalidStateStoreException e) { // it has gone while it was read
            return Optional.empty();
        }
    }

    private CompletionStage<Part> part(Peer peer, String target) {
        return neighbours
                .ask(peer, target)
                .thenApply(ListPage::read)
                .exceptionally(failure -> Part.unknown(peer.address() + " " + Reason.of(failure)));
    }

    private static Part read(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("it answers with status " + answer.status());
        }
        try {
            JsonNode json = JSON.readTree(answer.body());
            List<ObjectNode> requests = StreamSupport.stream(
                            json.path("requests").spliterator(), false)
                    .map(ObjectNode.class::cast)
                    .toList();
            TreeSet<Integer> held = new TreeSet<>();
            json.path("partitions").forEach(partition -> held.add(partition.asInt()));
            Optional<String> reached = Optional.ofNullable(json.path("reached").textValue());
            return new Part(List.of(new Slice(requests, reached)), held, Optional.empty());
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalStateException("it answers with what is no list", e);
        }
    }

    private Answer merged(List<Part> parts, ListWish wish) {
        Slice page = Slice.merged(
                parts.stream().flatMap(part -> part.slices().stream()).toList(), wish.limit());
        TreeSet<Integer> missing = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            missing.add(partition);
        }
        parts.forEach(part -> missing.removeAll(part.partitions()));
        ObjectNode json = JSON.createObjectNode();
        json.putArray("requests").addAll(page.requests());
        page.reached().ifPresent(reached -> json.put("next", reached));
        if (!missing.isEmpty()) {
            ObjectNode incomplete = json.putObject("incomplete");
            missing.forEach(incomplete.putArray("partitions")::add);
            parts.forEach(part -> part.problem().ifPresent(incomplete.withArray("reasons")::add));
        }
        return Answer.json(200, json);
    }
}
