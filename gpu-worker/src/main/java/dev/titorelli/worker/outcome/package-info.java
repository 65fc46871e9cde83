/** What the worker says: outcomes, progress, dead letters. Every record of one worker goes through one producer. */
package dev.titorelli.worker.outcome;
