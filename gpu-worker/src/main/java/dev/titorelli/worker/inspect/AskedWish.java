package dev.titorelli.worker.inspect;

import dev.titorelli.InspectWish;

/**
 * A wish as it was asked for.
 *
 * @param traceparent trace header of the request, which the answer gets too; null without one
 */
record AskedWish(InspectWish wish, String traceparent) {}
