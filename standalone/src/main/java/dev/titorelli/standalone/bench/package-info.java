/** Measures the stream app on a real broker, with workers that answer at once, beside a topology that passes through. */
package dev.titorelli.standalone.bench;
