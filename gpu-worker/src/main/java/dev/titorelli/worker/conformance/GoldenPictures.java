package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.conditioning.PillowResize;
import dev.titorelli.worker.conditioning.PillowResize.Filter;
import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Input pictures on their way to the model: {@code <picture>@<max>} as requests prepare them, {@code
 * <picture>@center<side>} as training crops them, {@code resize.<picture>.<w>x<h>} as Pillow resizes.
 */
final class GoldenPictures implements GoldenGroup {
    private static final Pattern PREPARED = Pattern.compile("(.+)@(\\d+)\\.(crop|pixels|rgb)");
    private static final Pattern STEP = Pattern.compile("(.+@\\d+)\\.step(\\d+)_[A-Z]+");
    private static final Pattern CENTRE = Pattern.compile("(.+)@center(\\d+)\\.crop");
    private static final Pattern RESIZED = Pattern.compile("resize\\.(.+)\\.(\\d+)x(\\d+)\\.(bicubic|box)");
    private static final String CASE = "image:";

    private final GoldenData data;
    private final GoldenModels models;

    GoldenPictures(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "images";
    }

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            match(
                    PREPARED,
                    tensor,
                    parts -> checks.in(GoldenFile.family(tensor), () -> prepared(checks, tensor, parts)));
            match(STEP, tensor, parts -> checks.in(parts.group(1), () -> step(checks, tensor, parts)));
            match(
                    CENTRE,
                    tensor,
                    parts -> checks.in(GoldenFile.family(tensor), () -> {
                        RgbImage image = picture(parts.group(1));
                        equal(checks, tensor, centred(image, Integer.parseInt(parts.group(2))));
                    }));
            match(
                    RESIZED,
                    tensor,
                    parts -> checks.in(
                            "resize." + parts.group(1),
                            () -> equal(checks, tensor, resized(picture(parts.group(1)), parts))));
        }
        data.usedWith(CASE).forEach((name, picture) -> checks.in(name, () -> sizes(checks, picture)));
    }

    private interface Found {
        void with(Matcher parts);
    }

    private static void match(Pattern pattern, String tensor, Found found) {
        Matcher matcher = pattern.matcher(tensor);
        if (matcher.matches()) {
            found.with(matcher);
        }
    }

    private void prepared(GoldenChecks checks, String tensor, Matcher parts) throws IOException {
        RgbImage image = picture(parts.group(1));
        if (parts.group(3).equals("rgb")) {
            equal(checks, tensor, image);
            return;
        }
        RgbImage prepared = InputPicture.prepare(image, Integer.parseInt(parts.group(2)));
        if (parts.group(3).equals("crop")) {
            equal(checks, tensor, prepared);
        } else {
            try (NDManager step = models.scope().newSubManager()) {
                checks.close(tensor, models.parts().sampler().pixels(step, prepared), GoldenChecks.EXACT);
            }
        }
    }

    /** The picture after the first steps of the manifest. */
    private void step(GoldenChecks checks, String tensor, Matcher parts) throws IOException {
        JsonNode picture = data.pictureCase(parts.group(1));
        RgbImage image = data.picture(picture.path("file").asText());
        for (int i = 0; i <= Integer.parseInt(parts.group(2)); i++) {
            JsonNode step = picture.path("steps").path(i);
            Filter filter = Filter.valueOf(step.path(0).asText());
            image = PillowResize.resize(
                    image, step.path(2).path(0).asInt(), step.path(2).path(1).asInt(), filter);
        }
        equal(checks, tensor, image);
    }

    private static RgbImage resized(RgbImage image, Matcher parts) {
        return PillowResize.resize(
                image,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Filter.valueOf(parts.group(4).toUpperCase(Locale.ROOT)));
    }

    /**
     * The square centre of a picture whose shorter side is brought to its size.
     *
     * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/utils.py">OmniGen,
     *     center_crop_arr</a>
     */
    private static RgbImage centred(RgbImage picture, int side) {
        RgbImage image = picture;
        while (Math.min(image.widthPx(), image.heightPx()) >= 2 * side) {
            image = PillowResize.resize(image, image.widthPx() / 2, image.heightPx() / 2, Filter.BOX);
        }
        double scale = (double) side / Math.min(image.widthPx(), image.heightPx());
        image = PillowResize.resize(
                image,
                (int) Math.rint(image.widthPx() * scale),
                (int) Math.rint(image.heightPx() * scale),
                Filter.BICUBIC);
        int top = (image.heightPx() - side) / 2;
        int left = (image.widthPx() - side) / 2;
        byte[] out = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(image.rgb(), 3 * ((top + y) * image.widthPx() + left), out, 3 * y * side, 3 * side);
        }
        return new RgbImage(side, side, out);
    }

    private void sizes(GoldenChecks checks, JsonNode picture) throws IOException {
        RgbImage image = data.picture(picture.path("file").asText());
        checks.equal("source_size_wh", sides(picture.path("source_size_wh")), sides(image));
        RgbImage prepared =
                InputPicture.prepare(image, picture.path("max_image_size").asInt());
        checks.equal("result_wh", sides(picture.path("result_wh")), sides(prepared));
    }

    private static List<Integer> sides(JsonNode sides) {
        return List.of(sides.path(0).asInt(), sides.path(1).asInt());
    }

    private static List<Integer> sides(RgbImage image) {
        return List.of(image.widthPx(), image.heightPx());
    }

    private static void equal(GoldenChecks checks, String tensor, RgbImage found) {
        long[] shape = checks.file().shape(tensor);
        checks.equal(tensor + " size", List.of((int) shape[1], (int) shape[0]), sides(found));
        checks.bytes(tensor, checks.file().bytes(tensor), found.rgb(), GoldenChecks.EXACT);
    }

    /** By its case in the manifest, or by the file's name alone. */
    private RgbImage picture(String name) throws IOException {
        for (Map.Entry<String, JsonNode> named : data.cases().properties()) {
            if (named.getKey().startsWith(CASE + name + "@")) {
                return data.picture(named.getValue().path("file").asText());
            }
        }
        try (Stream<Path> files = Files.list(data.expected(name()))) {
            String file = files.map(path -> path.getFileName().toString())
                    .filter(known -> known.startsWith(name + "."))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no picture " + name + " in expected/images"));
            return data.picture(name() + "/" + file);
        }
    }
}
