package dev.titorelli.worker.run;

/** What a run was told to do, weakest first: a stronger order replaces a weaker one. */
public enum RunOrder {
    /** Nothing: carry on. */
    CARRY_ON,
    /** The worker stops: give the job back. */
    RETURN,
    /** The user, or an ended request, has no use for the picture: end the job and say so. */
    CANCEL,
    /** Another run has the job: end without a word. */
    FENCE
}
