/** The whole system in one process: what starts it, keeps it together and stops it. */
package dev.titorelli.standalone;
