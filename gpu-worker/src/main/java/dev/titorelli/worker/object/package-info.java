/** Where pictures lie: a store of small immutable files by key, written at most once. Knows nothing of jobs. */
package dev.titorelli.worker.object;
