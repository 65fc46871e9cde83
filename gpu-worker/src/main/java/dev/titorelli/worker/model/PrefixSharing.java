package dev.titorelli.worker.model;

import java.util.Objects;

/**
 * Which pictures share prefixes: those that start with the same shelf and salt. The prefix of the model's own negative
 * prompt is everybody's: nobody can learn from its being there what others asked for.
 *
 * @param salt the tenant, or whatever else keeps pictures apart
 */
public record PrefixSharing(PrefixShelf shelf, String salt) {
    /** Every picture computes its own. */
    public static final PrefixSharing NONE = new PrefixSharing(PrefixShelf.NONE, "");

    public PrefixSharing {
        Objects.requireNonNull(shelf, "shelf");
        Objects.requireNonNull(salt, "salt");
    }
}
