/** What the programs have in common: start, run until told to end, end with a code. */
package dev.titorelli.program;
