/** What every instance knows of models and workers. */
package dev.titorelli.stream.catalogue;
