/** Adapters that jobs name: from the object store to the model, and kept beside it while they are of use. */
package dev.titorelli.worker.adapter;
