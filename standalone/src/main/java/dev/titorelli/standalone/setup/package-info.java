/** What a cluster must have before the system can run on it: topics, share groups, subjects. */
package dev.titorelli.standalone.setup;
