/** What stands in the headers of records: the trace that they belong to, and what makes events CloudEvents. */
package dev.titorelli.header;
