package dev.titorelli.worker.batch;

import dev.titorelli.worker.conditioning.PillowResize;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.preview.Latents;
import dev.titorelli.worker.preview.PreviewMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a model's previews are made, of the latents that a picture is on its way to: by its VAE's linear map, beside the device, or where
 * there is none by decoding reduced latents.
 */
record OmniGenPreviews(OmniGen model) {

    /** What the device has to do is done when this returns; the rest is the supplier's. */
    Supplier<RgbImage> of(Sampling sampling, int maxSidePx) {
        Latents latents = sampling.predicted();
        Optional<PreviewMap> map = model.previewMap();
        if (map.isPresent()) {
            return () -> shrunk(map.orElseThrow().image(latents), maxSidePx);
        }
        RgbImage decoded = model.decoded(latents.reducedTo(maxSidePx));
        return () -> shrunk(decoded, maxSidePx);
    }

    private static RgbImage shrunk(RgbImage image, int maxSidePx) {
        int side = Math.max(image.widthPx(), image.heightPx());
        return side <= maxSidePx
                ? image
                : PillowResize.resize(
                        image,
                        Math.max(1, image.widthPx() * maxSidePx / side),
                        Math.max(1, image.heightPx() * maxSidePx / side),
                        PillowResize.Filter.BOX);
    }
}
