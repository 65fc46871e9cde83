/** How state is stored: Avro rows that a later version of the app can read. */
package dev.titorelli.stream.row;
