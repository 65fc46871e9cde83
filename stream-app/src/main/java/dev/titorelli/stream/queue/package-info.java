/** The room QUEUE: from a queue to its job topic. */
package dev.titorelli.stream.queue;
