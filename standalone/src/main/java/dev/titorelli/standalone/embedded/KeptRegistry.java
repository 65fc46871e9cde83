package dev.titorelli.standalone.embedded;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.standalone.embedded.RegistryRecord.Level;
import dev.titorelli.standalone.embedded.RegistryRecord.Version;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * The book and the log that it can be written anew from. A change is in the log before anyone sees it, and changes happen
 * one after the other, so that equal schemas that arrive together get one id. Safe for several threads.
 */
final class KeptRegistry implements AutoCloseable {

    private final RegistryLog log;
    private RegistryBook book;
    private boolean uncertain;

    private KeptRegistry(RegistryLog log, RegistryBook book) {
        this.log = log;
        this.book = book;
    }

    static KeptRegistry open(RegistryLog log) {
        return new KeptRegistry(log, read(log));
    }

    /** Asks the book, which must not be kept beyond the question. */
    synchronized <T> T ask(Function<RegistryBook, T> question) {
        return question.apply(book);
    }

    synchronized Version register(String subject, Schema schema) {
        refresh();
        Version planned = book.plan(subject, schema);
        if (book.find(subject, schema).isEmpty()) {
            keep(planned);
        }
        return planned;
    }

    synchronized void setLevel(Optional<String> subject, Compatibility compatibility) {
        refresh();
        boolean isSet =
                subject.map(book::level).orElse(Optional.of(book.globalLevel())).equals(Optional.of(compatibility));
        if (!isSet) {
            keep(new Level(subject, compatibility));
        }
    }

    @Override
    public void close() {
        log.close();
    }

    private void keep(RegistryRecord record) {
        uncertain = true;
        log.append(record);
        uncertain = false;
        book.apply(record);
    }

    /** After a write whose end nobody knows, the log says what is so. */
    private void refresh() {
        if (uncertain) {
            book = read(log);
            uncertain = false;
        }
    }

    private static RegistryBook read(RegistryLog log) {
        RegistryBook book = new RegistryBook();
        log.readAll().forEach(book::apply);
        return book;
    }
}
