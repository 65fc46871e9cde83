/**
 * Pictures as bytes: PNG and JPEG files become 8-bit RGB pixels, and pixels become PNG files. Knows nothing of tensors.
 */
package dev.titorelli.worker.image;
