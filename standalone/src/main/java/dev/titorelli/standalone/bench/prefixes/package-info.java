/** What prefixes that are kept for pictures to come save, for each way in which they are wanted again. */
package dev.titorelli.standalone.bench.prefixes;
