/** The demonstration: a fixed plan of requests of all kinds, sent through Kafka, and a contact sheet of what came back. */
package dev.titorelli.standalone.demo;
