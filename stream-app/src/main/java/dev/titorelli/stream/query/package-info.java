/** Where requests stand, over HTTP: read from the rows of the instance that owns them, asked of it by any other. */
package dev.titorelli.stream.query;
