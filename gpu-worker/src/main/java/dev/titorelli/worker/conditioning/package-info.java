/**
 * What the model is asked with: the prompt's token ids with a span for each input picture, and the pictures resized and
 * cropped as the original does. Plain Java data; tensors begin in the package {@code model}, which sees this one.
 */
package dev.titorelli.worker.conditioning;
