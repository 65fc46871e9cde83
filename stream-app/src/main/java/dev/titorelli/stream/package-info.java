/** The stream app: its topology of two rooms, its settings, and the door. */
package dev.titorelli.stream;
