package dev.titorelli.standalone.workflow;

/** A key that a file may have. */
interface FieldKey {

    /** As a person writes it. */
    String key();

    /** The field of the request's JSON form that it sets; empty when there is none. */
    String field();
}
