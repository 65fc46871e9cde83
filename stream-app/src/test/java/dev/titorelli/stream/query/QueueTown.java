package dev.titorelli.stream.query;

import dev.titorelli.Lane;
import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.QueueReport;
import dev.titorelli.stream.queue.QueueReport.Tenant;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Instances that own queues and ask each other without a network. */
final class QueueTown implements Neighbours {

    static final int PARTITIONS = 3;
    static final BacklogWish ANYTHING =
            new BacklogWish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Map<String, Owner> owners = new LinkedHashMap<>();
    private final Set<String> dead = new HashSet<>();
    private final SortedSet<String> known = new TreeSet<>();

    /** One instance with what it owns. */
    static final class Owner implements QueueHoldings {

        private final Set<Integer> partitions;
        private final SortedSet<String> known;
        private final List<QueueReport> reports = new ArrayList<>();

        private Owner(Set<Integer> partitions, SortedSet<String> known) {
            this.partitions = new HashSet<>(partitions);
            this.known = known;
        }

        Owner with(QueueReport report) {
            reports.add(report);
            return this;
        }

        void lose(Integer... lost) {
            partitions.removeAll(List.of(lost));
        }

        @Override
        public Set<Integer> partitions() {
            return Set.copyOf(partitions);
        }

        @Override
        public List<QueueReport> reports() {
            return List.copyOf(reports);
        }

        @Override
        public SortedSet<String> known() {
            return known;
        }
    }

    /** Queues of the catalogue, which every instance knows. */
    void know(String... queues) {
        known.addAll(List.of(queues));
    }

    Owner add(String address, Integer... partitions) {
        Owner owner = new Owner(Set.of(partitions), known);
        owners.put(address, owner);
        return owner;
    }

    void kill(String address) {
        dead.add(address);
    }

    Answer ask(String address, String query) {
        return answer(address, new Call(QueryPages.BACKLOG, query, Map.of()));
    }

    static Tenant tenant(String name, int waiting, long backlogMs, int inFlight, long inFlightMs) {
        return new Tenant(name, waiting, backlogMs, inFlight, inFlightMs, false, 1);
    }

    static QueueReport report(String queue, Tenant... tenants) {
        Lane lane = QueueName.parse(queue).lane();
        return new QueueReport(queue, lane, false, 1, 2, 3, List.of(tenants));
    }

    @Override
    public CompletionStage<Answer> ask(Peer peer, String target) {
        if (dead.contains(peer.address())) {
            return CompletableFuture.failedStage(new ConnectException());
        }
        int question = target.indexOf('?');
        return CompletableFuture.completedStage(answer(
                peer.address(),
                new Call(
                        QueryPages.BACKLOG,
                        question < 0 ? "" : target.substring(question + 1),
                        Map.of(HttpNeighbours.FORWARDED, "1"))));
    }

    private Answer answer(String address, Call call) {
        Peers peers = () -> owners.keySet().stream()
                .filter(other -> !other.equals(address))
                .map(other -> new Peer(other, Set.of()))
                .toList();
        return new BacklogPage(owners.get(address), peers, this, PARTITIONS)
                .answer(call)
                .toCompletableFuture()
                .join();
    }
}
