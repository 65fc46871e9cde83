/**
 * Jobs are taken: one thread drives a share consumer for each served queue, the heartbeat that is the lease on what is held, and the
 * orders of the stream app. A job is accepted when it is started, see docs/adr/0001-accept-on-start.md.
 */
package dev.titorelli.worker.take;
