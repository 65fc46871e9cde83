/**
 * What stream apps and workers find around them in a system test: Kafka, a schema registry, an object store; embedded
 * here, or in containers where an engine answers.
 */
package dev.titorelli.standalone.parts;
