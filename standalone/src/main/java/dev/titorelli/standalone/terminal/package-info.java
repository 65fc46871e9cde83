/** What a person sees: progress bars that are drawn in place on a terminal and as plain lines elsewhere, and tables. */
package dev.titorelli.standalone.terminal;
