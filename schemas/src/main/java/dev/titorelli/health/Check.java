package dev.titorelli.health;

import java.util.Optional;

/** One reason why a program may not live or be ready. Asked from any thread; answers at once. */
@FunctionalInterface
public interface Check {

    /** What is wrong, in words for a person; empty when nothing is. */
    Optional<String> problem();
}
