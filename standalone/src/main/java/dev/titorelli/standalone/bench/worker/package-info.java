/** A worker with a model, measured on its real path: jobs on topics, share groups, the device, stored pictures, outcomes. */
package dev.titorelli.standalone.bench.worker;
