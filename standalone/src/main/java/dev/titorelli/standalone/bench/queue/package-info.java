/** Measures how queues share workers among tenants: by the rules alone in pretended time, or by a stream app on a broker. */
package dev.titorelli.standalone.bench.queue;
