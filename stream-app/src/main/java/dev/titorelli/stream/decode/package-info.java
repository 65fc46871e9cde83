/** Bytes to values: reads records without waiting, keeps what cannot be read yet, buries what never can, and brings the rest to the partition that owns it. */
package dev.titorelli.stream.decode;
