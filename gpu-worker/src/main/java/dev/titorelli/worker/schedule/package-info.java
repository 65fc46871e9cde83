/**
 * Which piece of device work is next, what fits into the device's memory, and what is worth keeping there. Numbers in,
 * decisions out: no tensors, no Kafka, no threads, no clock of its own.
 */
package dev.titorelli.worker.schedule;
