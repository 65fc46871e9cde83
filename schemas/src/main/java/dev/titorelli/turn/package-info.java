/** Who is next, where several share one thing. Numbers alone: no Kafka, no threads, no clock. */
package dev.titorelli.turn;
