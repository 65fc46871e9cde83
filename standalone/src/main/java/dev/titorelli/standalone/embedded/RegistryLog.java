package dev.titorelli.standalone.embedded;

import java.util.List;

/** Where the registry's records are kept, in order. */
interface RegistryLog extends AutoCloseable {

    /** Every record, oldest first. */
    List<RegistryRecord> readAll();

    /** Returns when the record is kept; after an exception it may or may not be. */
    void append(RegistryRecord record);

    @Override
    void close();
}
