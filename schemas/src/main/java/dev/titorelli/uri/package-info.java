/** Addresses that input pictures may be fetched from: read strictly, so that nobody after reads them otherwise, and held against an allow-list. Pure. */
package dev.titorelli.uri;
