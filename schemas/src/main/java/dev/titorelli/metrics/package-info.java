/** What a program measures: one registry, and the table of all metrics of our own. */
package dev.titorelli.metrics;
