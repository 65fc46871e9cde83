package dev.titorelli.stream.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Instances that ask each other without a network. */
final class Neighbourhood implements Neighbours {

    private final Map<String, QueryPages> instances = new HashMap<>();
    private final Map<String, Set<Integer>> announced = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** Adds an instance that is said to hold some partitions, whatever it holds. */
    void add(String address, Holdings holdings, Integer... partitions) {
        announced.put(address, Set.of(partitions));
        Peers peers = () -> announced.entrySet().stream()
                .filter(other -> !other.getKey().equals(address))
                .map(other -> new Peer(other.getKey(), other.getValue()))
                .toList();
        instances.put(
                address,
                new QueryPages(
                        "group",
                        new ListPage(holdings, peers, this, RowsFixture.PARTITIONS),
                        new RequestPage(holdings, peers, this, RowsFixture.PARTITIONS)));
    }

    /** It is killed; the others still believe that it holds what it did. */
    void kill(String address) {
        instances.remove(address);
    }

    /** Who was asked by another instance. */
    List<String> asked() {
        return asked;
    }

    Answer ask(String address, String path, String query) {
        return answer(address, new Call(path, query, Map.of()));
    }

    JsonNode list(String address, String query) {
        return json(ask(address, QueryPages.REQUESTS, query));
    }

    static JsonNode json(Answer answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public CompletionStage<Answer> ask(Peer peer, String target) {
        asked.add(peer.address());
        if (!instances.containsKey(peer.address())) {
            return CompletableFuture.failedStage(new ConnectException());
        }
        int question = target.indexOf('?');
        return CompletableFuture.completedStage(answer(
                peer.address(),
                new Call(
                        question < 0 ? target : target.substring(0, question),
                        question < 0 ? "" : target.substring(question + 1),
                        Map.of(HttpNeighbours.FORWARDED, "1"))));
    }

    private Answer answer(String address, Call call) {
        return instances.get(address).answer(call).toCompletableFuture().join();
    }
}
