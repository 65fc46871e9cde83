/** Who holds the lease on a job, and when a worker run counts as lost. */
package dev.titorelli.stream.lease;
