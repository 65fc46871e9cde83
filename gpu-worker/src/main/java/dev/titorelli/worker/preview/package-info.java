/** Latents on their way become small pictures: by a linear map that was fitted for the VAE. */
package dev.titorelli.worker.preview;
