package dev.titorelli.worker.run;

import dev.titorelli.Job;
import java.time.Instant;

/**
 * A job as it was taken.
 *
 * @param deliveryCount the broker's count of deliveries; information only
 * @param takenAt when it was polled
 */
public record TakenJob(Job job, SourceRecord source, int deliveryCount, Instant takenAt) {}
