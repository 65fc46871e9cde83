/** Checkpoints of pictures in the making, from which another run goes on. */
package dev.titorelli.worker.resume;
