package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How much work waits in the queues, over all instances: each queue has one owner, and every owner is asked. Says which
 * partitions nobody answered for.
 */
final class BacklogPage implements Page {

    private final QueueHoldings holdings;
    private final Peers peers;
    private final Neighbours neighbours;
    private final int partitions;

    /** @param partitions how many queue.v1 has */
    BacklogPage(QueueHoldings holdings, Peers peers, Neighbours neighbours, int partitions) {
        this.holdings = holdings;
        this.peers = peers;
        this.neighbours = neighbours;
        this.partitions = partitions;
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        if (!call.path().equals(QueryPages.BACKLOG)) {
            return CompletableFuture.completedStage(Answer.problem(404, "no such page"));
        }
        BacklogWish wish = BacklogWish.of(call);
        BacklogPart own = BacklogPart.own(holdings, wish);
        if (call.header(HttpNeighbours.FORWARDED).isPresent()) {
            return CompletableFuture.completedStage(Answer.json(200, own.json()));
        }
        List<CompletableFuture<BacklogPart>> asked = peers.others().stream()
                .map(peer -> part(peer, call.target()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<BacklogPart> parts = new ArrayList<>(List.of(own));
            asked.forEach(part -> parts.add(part.join()));
            return told(Backlog.of(parts, partitions), wish);
        });
    }

    private CompletionStage<BacklogPart> part(Peer peer, String target) {
        return neighbours
                .ask(peer, target)
                .thenApply(BacklogPart::read)
                .exceptionally(failure -> BacklogPart.unknown(peer.address() + " " + Reason.of(failure)));
    }

    private Answer told(Backlog backlog, BacklogWish wish) {
        SortedSet<String> names = new TreeSet<>(holdings.known());
        names.addAll(backlog.reports().keySet());
        try {
            if (backlog.isWhole()) {
                wish.requireKnown(names);
            }
            return Answer.json(200, BacklogDocument.of(backlog, wish, names));
        } catch (BadParameter bad) {
            return bad.answer();
        }
    }
}
