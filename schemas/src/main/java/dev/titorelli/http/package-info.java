/** Pages that a part of a program answers on the program's one HTTP server. */
package dev.titorelli.http;
