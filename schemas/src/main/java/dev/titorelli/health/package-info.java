/** Whether a program lives and is ready to work, and the small HTTP server that says so, with the metrics. */
package dev.titorelli.health;
