package dev.titorelli.worker.run;

import dev.titorelli.Ledger;

/** Told what becomes of jobs. Called from any thread; must not wait. */
public interface RunTally {

    /** What happens to a job on its way through a worker. */
    enum Turn {
        TAKEN,
        STARTED,
        SUCCEEDED,
        /** Succeeded because its picture, or an equal one, was stored already. */
        REUSED,
        FAILED,
        RETURNED,
        CANCELLED,
        /** Ended without a word: another run has the job. */
        FENCED,
        /** Ended without a word before it began: the job will be offered again. */
        DROPPED
    }

    /** It happened once more. */
    void count(Turn turn);

    /** What a picture cost. */
    void cost(Ledger ledger);

    /** A job could not be read or done, and became a dead letter. */
    void deadLetter();

    /** Nobody listens. */
    static RunTally silent() {
        return new RunTally() {
            @Override
            public void count(Turn turn) {}

            @Override
            public void cost(Ledger ledger) {}

            @Override
            public void deadLetter() {}
        };
    }
}
