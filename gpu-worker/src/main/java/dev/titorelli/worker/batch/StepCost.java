package dev.titorelli.worker.batch;

/**
 * What steps in a bucket cost on this device, as measured.
 *
 * @param rowMs milliseconds of a step of one row of the bucket's most output tokens
 * @param payingRows rows from which on more make hardly more images a second
 */
public record StepCost(double rowMs, int payingRows) {}
