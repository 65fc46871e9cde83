/** The command line {@code titorelli}: one class a verb. Each says what it does, and ends with one of {@link ExitCode}. */
package dev.titorelli.standalone.cli;
