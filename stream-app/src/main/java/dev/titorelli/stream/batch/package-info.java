/** The third room: counts requests under their batch labels, and tells once that a sealed batch is done. */
package dev.titorelli.stream.batch;
