package dev.titorelli.worker.conditioning;

import dev.titorelli.worker.conditioning.ConditioningException.Code;
import dev.titorelli.worker.conditioning.PillowResize.Filter;
import dev.titorelli.worker.image.RgbImage;

/**
 * Brings an input picture to the model's size: halved while it is far too large, resized so that no side is above the
 * maximum and none below a patch, cropped evenly to whole patches of 16 pixels.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/utils.py">OmniGen,
 *     crop_arr</a>
 */
public final class InputPicture {
    /** The side of a patch in pixels: 8 pixels a latent, 2 latents a patch. */
    public static final int PATCH_PX = 16;

    private InputPicture() {}

    /**
     * The picture as the VAE takes it: both sides multiples of 16, none above {@code maxSizePx} (rounded as the
     * original rounds).
     *
     * @throws ConditioningException when the picture is so narrow that no patch is left
     */
    public static RgbImage prepare(RgbImage picture, int maxSizePx) {
        RgbImage image = picture;
        while (Math.min(image.widthPx(), image.heightPx()) >= 2 * maxSizePx) {
            image = PillowResize.resize(image, image.widthPx() / 2, image.heightPx() / 2, Filter.BOX);
        }
        int longest = Math.max(image.widthPx(), image.heightPx());
        if (longest > maxSizePx) {
            image = scaled(image, (double) maxSizePx / longest);
        }
        int shortest = Math.min(image.widthPx(), image.heightPx());
        if (shortest < PATCH_PX) {
            image = scaled(image, (double) PATCH_PX / shortest);
        }
        return cropped(image);
    }

    /** The number of tokens that a prepared picture takes. */
    public static int tokens(RgbImage prepared) {
        return (prepared.widthPx() / PATCH_PX) * (prepared.heightPx() / PATCH_PX);
    }

    /** Python's round() goes to the even neighbour, as rint does. */
    private static RgbImage scaled(RgbImage image, double scale) {
        int width = (int) Math.rint(image.widthPx() * scale);
        int height = (int) Math.rint(image.heightPx() * scale);
        if (width < 1 || height < 1) {
            throw new ConditioningException(
                    Code.IMAGE_TOO_NARROW,
                    "an input picture is %d x %d pixels once its longer side fits; allowed: at least 1 x 1"
                            .formatted(width, height));
        }
        return PillowResize.resize(image, width, height, Filter.BICUBIC);
    }

    private static RgbImage cropped(RgbImage image) {
        int width = image.widthPx() - image.widthPx() % PATCH_PX;
        int height = image.heightPx() - image.heightPx() % PATCH_PX;
        int left = image.widthPx() % PATCH_PX / 2;
        int top = image.heightPx() % PATCH_PX / 2;
        byte[] out = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(image.rgb(), 3 * ((top + y) * image.widthPx() + left), out, 3 * y * width, 3 * width);
        }
        return new RgbImage(width, height, out);
    }
}
