/** Makes jobs of stages, with everything resolved. Pure. */
package dev.titorelli.stream.plan;
