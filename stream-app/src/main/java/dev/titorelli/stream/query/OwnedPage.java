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

/**
 * Where one request, or one batch, stands. Who owns it follows from its key, {@code tenant/name}; an instance that does not
 * own it asks the one that does, once. Only a verified owner says that there is none.
 */
final class OwnedPage implements Page {

    private final Subject subject;
    private final Own own;
    private final Peers peers;
    private final Neighbours neighbours;
    private final int partitions;

    /**
     * What the page is about.
     *
     * @param word for a person, such as request
     * @param form of a key, such as tenant/requestId
     * @param path under which keys are asked for
     */
    record Subject(String word, String form, String path) {}

    /** What this instance knows. */
    @FunctionalInterface
    interface Own {

        /** What is known of a key; empty unless this instance holds its partition before and after it has looked. */
        Optional<Answer> answer(String key, int partition);
    }

    OwnedPage(Subject subject, Own own, Peers peers, Neighbours neighbours, int partitions) {
        this.subject = subject;
        this.own = own;
        this.peers = peers;
        this.neighbours = neighbours;
        this.partitions = partitions;
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        call.parameters(Set.of());
        String key = keyOf(call.path());
        int partition = OwnerPartition.of(key, partitions);
        Optional<Answer> known = own.answer(key, partition);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(known.get());
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

    private CompletionStage<Answer> forwarded(Peer peer, String path, int partition) {
        return neighbours.ask(peer, path).handle((answer, failure) -> {
            if (failure != null) {
                return moving(partition, peer.address() + " has it and " + Reason.of(failure));
            }
            boolean verified = answer.status() == 200 || answer.status() == 404;
            return verified ? answer : moving(partition, peer.address() + " had it and has it no longer");
        });
    }

    private Answer moving(int partition, String why) {
        return Answer.askAgain("partition " + partition + ", which the " + subject.word()
                + " belongs to, can't be asked now: " + why + "; ask again");
    }

    /** @throws BadParameter for a key that is not allowed */
    private String keyOf(String path) {
        String key = Call.decoded(subject.word(), path.substring(subject.path().length() + 1));
        try {
            return RequestId.parse(key).toString(); // a batch label looks like a request id
        } catch (IllegalArgumentException e) {
            BadParameter bad = new BadParameter(
                    subject.word(),
                    key,
                    subject.form() + ", " + RequestId.TENANT.pattern() + " and " + RequestId.ID.pattern());
            bad.initCause(e);
            throw bad;
        }
    }
}
