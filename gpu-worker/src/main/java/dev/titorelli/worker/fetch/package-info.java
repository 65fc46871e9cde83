/**
 * Addresses to bytes: fetches a stranger's file over HTTP without trusting name servers, servers or redirects. Every hop's name is resolved
 * once, and the very address that was checked is connected to.
 */
package dev.titorelli.worker.fetch;
