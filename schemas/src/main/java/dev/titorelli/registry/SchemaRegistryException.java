package dev.titorelli.registry;

/** A call to the schema registry that gave no result, classified by what the caller can do about it. */
public abstract sealed class SchemaRegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SchemaRegistryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The registry answered that it has no such subject, version or id. Asking again won't help. */
    public static final class NotFound extends SchemaRegistryException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /** The registry refused: an incompatible or invalid schema, missing rights. Asking again won't help. */
    public static final class Refused extends SchemaRegistryException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message, null);
        }
    }

    /** The registry has it, but it is no schema that Avro can parse. Asking again won't help. */
    public static final class NotAvro extends SchemaRegistryException {
        private static final long serialVersionUID = 1L;

        public NotAvro(String message) {
            super(message, null);
        }
    }

    /** No answer: connection refused, time-out, 5xx after all retries. Asking later may help. */
    public static final class Unavailable extends SchemaRegistryException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
