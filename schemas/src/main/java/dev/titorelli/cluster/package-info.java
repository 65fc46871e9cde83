/** What a program needs of cluster and registry before it starts. */
package dev.titorelli.cluster;
