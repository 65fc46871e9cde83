/** A run: one attempt of one job on this worker, from its take to its acknowledged outcome. */
package dev.titorelli.worker.run;
