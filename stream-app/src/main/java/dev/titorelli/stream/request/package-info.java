/** The room REQUEST: the lifecycle of requests, their rows, timers and events. */
package dev.titorelli.stream.request;
