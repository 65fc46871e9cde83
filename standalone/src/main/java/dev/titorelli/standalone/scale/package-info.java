/**
 * Plays a fleet of workers in pretended time: the worker's scheduler and room and the stream app's queue as they are, device
 * and Kafka by their measured times.
 */
package dev.titorelli.standalone.scale;
