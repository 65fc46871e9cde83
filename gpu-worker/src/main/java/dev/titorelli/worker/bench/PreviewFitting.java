package dev.titorelli.worker.bench;

import dev.titorelli.worker.conditioning.PillowResize;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.PreviewMaps;
import dev.titorelli.worker.preview.Latents;
import dev.titorelli.worker.preview.PreviewFit;
import dev.titorelli.worker.preview.PreviewMap;
import dev.titorelli.worker.preview.Psnr;
import java.nio.file.Path;

/**
 * Fits the linear map from latents to small pictures for a model's VAE: drawn scenes are encoded and decoded, and the colours of what
 * comes out, shrunk to the latents' size, are put down to the latents.
 */
public final class PreviewFitting {

    private static final int FITTED = 48;
    private static final int HELD_OUT = 16;
    private static final int REDUCED = 2;

    private PreviewFitting() {}

    /**
     * The map and how near it comes, on scenes that it was not fitted to, to what they decode to, shrunk to the same size.
     *
     * @param mapDecibels PSNR of the map's pictures
     * @param decodeDecibels PSNR of what workers make without a map: decoded means over squares of latents
     */
    public record Result(PreviewMap map, double mapDecibels, double decodeDecibels) {}

    /**
     * Fits the map of a model's VAE, which takes as long as some dozens of small VAE passes both ways.
     *
     * @throws dev.titorelli.worker.checkpoint.ModelDirectoryException when the directory is no model
     */
    public static Result of(Path directory) {
        try (OmniGen model = OmniGen.open(directory)) {
            PreviewMap map = fitted(model, PreviewMaps.vaeDigest(directory));
            Psnr ofMap = new Psnr();
            Psnr ofDecode = new Psnr();
            for (int i = FITTED; i < FITTED + HELD_OUT; i++) {
                Latents latents = model.encoded(DrawnScene.number(i));
                RgbImage decoded = model.decoded(latents);
                ofMap.add(map.image(latents), shrunk(decoded, Latents.PLACE_PX));
                int reducedPx = DrawnScene.SIDE_PX / REDUCED;
                ofDecode.add(model.decoded(latents.reducedTo(reducedPx)), shrunk(decoded, REDUCED));
            }
            return new Result(map, ofMap.decibels(), ofDecode.decibels());
        }
    }

    private static PreviewMap fitted(OmniGen model, String vaeDigest) {
        PreviewFit fit = new PreviewFit();
        for (int i = 0; i < FITTED; i++) {
            Latents latents = model.encoded(DrawnScene.number(i));
            fit.add(latents, shrunk(model.decoded(latents), Latents.PLACE_PX));
        }
        return fit.map(vaeDigest);
    }

    private static RgbImage shrunk(RgbImage image, int times) {
        return PillowResize.resize(image, image.widthPx() / times, image.heightPx() / times, PillowResize.Filter.BOX);
    }
}
