/**
 * A user of the system: stores input pictures by content, sends requests and cancels, and follows what becomes of them. It
 * needs nothing but the addresses of Kafka, the schema registry and the object store.
 */
package dev.titorelli.standalone.client;
