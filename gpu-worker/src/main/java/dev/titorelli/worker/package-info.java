/** The worker, wired: jobs are taken, become pictures in an object store and outcomes for the stream app. */
package dev.titorelli.worker;
