/** Says everything that is wrong with a request. Pure. */
package dev.titorelli.stream.validate;
