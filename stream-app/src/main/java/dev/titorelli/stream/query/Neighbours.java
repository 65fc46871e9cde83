package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import java.util.concurrent.CompletionStage;

/** Asks other instances. */
@FunctionalInterface
interface Neighbours {

    /**
     * What an instance answers from what it holds itself; fails when no stream app of this group answers there in time.
     *
     * @param target path and query
     */
    CompletionStage<Answer> ask(Peer peer, String target);
}
