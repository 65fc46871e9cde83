/**
 * Inspection wishes to stored inputs: fetches or reads a picture once, checks it, stores it by content and answers with what it is. Runs
 * on threads of its own, beside whatever paints.
 */
package dev.titorelli.worker.inspect;
