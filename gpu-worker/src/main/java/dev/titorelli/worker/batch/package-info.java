/** Jobs become pictures: one thread owns the device and works run by run, from inputs over steps to the stored object. */
package dev.titorelli.worker.batch;
