/** The settings of all programs: one table of keys, read once from flags, environment and file. */
package dev.titorelli.settings;
