package dev.titorelli.worker.preview;

import dev.titorelli.worker.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Least squares of colours on latents, sample by sample: the sums of the normal equations are all that it keeps. For one thread.
 */
public final class PreviewFit {

    private static final int UNKNOWNS = Latents.CHANNELS + 1;
    private static final int COLOURS = 3;

    private final double[][] products = new double[UNKNOWNS][UNKNOWNS];
    private final double[][] answers = new double[COLOURS][UNKNOWNS];

    /**
     * Adds each place of a picture.
     *
     * @param shrunk what the latents decode to, a pixel for each of their places
     */
    public void add(Latents latents, RgbImage shrunk) {
        for (int y = 0; y < latents.height(); y++) {
            for (int x = 0; x < latents.width(); x++) {
                int pixel = COLOURS * (y * latents.width() + x);
                add(inputs(latents, x, y), shrunk.rgb(), pixel);
            }
        }
    }

    private void add(double[] inputs, byte[] rgb, int pixel) {
        for (int i = 0; i < UNKNOWNS; i++) {
            for (int j = 0; j < UNKNOWNS; j++) {
                products[i][j] += inputs[i] * inputs[j];
            }
            for (int colour = 0; colour < COLOURS; colour++) {
                answers[colour][i] += inputs[i] * (rgb[pixel + colour] & 0xff);
            }
        }
    }

    private static double[] inputs(Latents latents, int x, int y) {
        double[] inputs = new double[UNKNOWNS];
        for (int channel = 0; channel < Latents.CHANNELS; channel++) {
            inputs[channel] = latents.at(channel, x, y);
        }
        inputs[Latents.CHANNELS] = 1;
        return inputs;
    }

    /** The map with the smallest squares over all that was added. */
    public PreviewMap map(String vaeDigest) {
        List<List<Double>> colours = new ArrayList<>();
        for (double[] answer : answers) {
            colours.add(LinearEquations.solve(products, answer));
        }
        return new PreviewMap(vaeDigest, colours);
    }
}
