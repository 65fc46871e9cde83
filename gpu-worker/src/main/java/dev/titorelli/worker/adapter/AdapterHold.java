package dev.titorelli.worker.adapter;

/** Keeps an adapter loaded until it is closed, once. Any thread. */
public interface AdapterHold extends AutoCloseable {

    /** Of a job without an adapter. */
    AdapterHold NONE = () -> {};

    @Override
    void close();
}
