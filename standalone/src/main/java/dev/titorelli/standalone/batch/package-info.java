/**
 * A file of requests, a line each, sent by and by and followed to their ends: what a run needs to know is in its folder, so
 * that a second run goes on where the first one ended.
 */
package dev.titorelli.standalone.batch;
