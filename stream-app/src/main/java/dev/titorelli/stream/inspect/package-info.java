/** Inputs that nobody has looked at yet: which a request has, how their inspections go on, and the request with all of them known. Pure. */
package dev.titorelli.stream.inspect;
