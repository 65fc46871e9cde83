/**
 * A chain of stages as a person writes it: a file of YAML becomes a request, with the place of every field; what is wrong is told by line and
 * column; a plan says what runs when, a tree how far it is, a sheet shows what came of it.
 */
package dev.titorelli.standalone.workflow;
