package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.identity.RequestId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Where one request stands. Who owns it follows from its identity; an instance that does not own it asks the one that does,
 * once. Only a verified owner says that there is no such request.
 */
final class RequestPage implements Page {

    private final Holdings holdings;
    private final Peers peers;
    private final Neighbours neighbours;
    private final int partitions;

    RequestPage(Holdings holdings, Peers peers, Neighbours neighbours, int partitions) {
        this.holdings = holdings;
        this.peers = peers;
        this.neighbours = neighbours;
        this.partitions = partitions;
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        call.parameters(Set.of());
        String request = requestOf(call.path());
        int partition = OwnerPartition.of(request, partitions);
        Optional<Answer> own = own(request, partition);
        if (own.isPresent()) {
            return CompletableFuture.completedStage(own.get());
        }
        if (call.header(HttpNeighbours.FORWARDED).isPresent()) {
            return CompletableFuture.completedStage(
                    Answer.problem(421, "partition " + partition + " is not held here now"));
        }
        return peers.holderOf(partition)
                .map(peer -> forwarded(peer, call.path(), partition))
                .orElseGet(() -> CompletableFuture.completedStage(moving(
                        partition, "no instance with another address is known to hold it; see http.advertised")));
    }

    /** The answer of this instance, if it holds the partition before and after it has looked. */
    private Optional<Answer> own(String request, int partition) {
        try {
            Optional<Answer> answer = holdings.partition(partition).map(rows -> answer(request, rows));
            return answer.filter(found -> holdings.partition(partition).isPresent());
        } catch (InvalidStateStoreException e) { // it has gone while it was read
            return Optional.empty();
        }
    }

    private Answer answer(String request, StoredRequests rows) {
        return rows.header(request)
                .map(row -> Answer.json(200, RequestDocument.whole(row, rows, holdings)))
                .orElseGet(() -> Answer.problem(
                        404,
                        "there is no request " + request
                                + ": none came here, or it ended longer ago than requests are remembered"));
    }

    private CompletionStage<Answer> forwarded(Peer peer, String path, int partition) {
        return neighbours.ask(peer, path).handle((answer, failure) -> {
            if (failure != null) {
                return moving(partition, peer.address() + " has it and " + Reason.of(failure));
            }
            boolean verified = answer.status() == 200 || answer.status() == 404;
            return verified ? answer : moving(partition, peer.address() + " had it and has it no longer");
        });
    }

    private static Answer moving(int partition, String why) {
        return Answer.askAgain("partition " + partition + ", which the request belongs to, can't be asked now: " + why
                + "; ask again");
    }

    /** @throws BadParameter for an identity that is not allowed */
    private static String requestOf(String path) {
        String id = Call.decoded("request", path.substring(QueryPages.REQUESTS.length() + 1));
        try {
            return RequestId.parse(id).toString();
        } catch (IllegalArgumentException e) {
            BadParameter bad = new BadParameter(
                    "request",
                    id,
                    "tenant/requestId, " + RequestId.TENANT.pattern() + " and " + RequestId.ID.pattern());
            bad.initCause(e);
            throw bad;
        }
    }
}
