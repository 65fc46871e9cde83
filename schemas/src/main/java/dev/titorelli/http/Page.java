package dev.titorelli.http;

import java.util.concurrent.CompletionStage;

/** Answers calls. Called on one of a few threads, so it hands on what waits for others. */
@FunctionalInterface
public interface Page {

    /**
     * The answer, now or later.
     *
     * @throws BadParameter which becomes a 400
     */
    CompletionStage<Answer> answer(Call call);
}
