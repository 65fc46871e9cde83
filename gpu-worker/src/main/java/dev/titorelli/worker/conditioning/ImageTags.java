package dev.titorelli.worker.conditioning;

import dev.titorelli.worker.conditioning.ConditioningException.Code;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text cut at its image tags {@code <|image_1|>}, {@code <|image_2|>}, ...
 *
 * @param chunks the texts between the tags: one more than there are tags
 * @param images the pictures that the tags name, from 0, in the text's order; one may come twice
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/processor.py">
 *     OmniGen, process_multi_modal_prompt</a>
 */
record ImageTags(List<String> chunks, List<Integer> images) {
    private static final Pattern TAG = Pattern.compile("<\\|image_(\\d+)\\|>");

    ImageTags {
        chunks = List.copyOf(chunks);
        images = List.copyOf(images);
    }

    /**
     * Cuts the text and holds its tags against the pictures.
     *
     * @param given the number of input pictures
     * @throws ConditioningException when a tag and the pictures don't match
     */
    static ImageTags cut(String text, int given) {
        List<String> chunks = new ArrayList<>();
        List<Integer> images = new ArrayList<>();
        Matcher tag = TAG.matcher(text);
        int at = 0;
        while (tag.find()) {
            chunks.add(text.substring(at, tag.start()));
            images.add(image(tag, given));
            at = tag.end();
        }
        chunks.add(text.substring(at));
        requireAllNamed(images, given);
        return new ImageTags(chunks, images);
    }

    /** The texts between the tags, whatever their numbers. */
    static List<String> textsOf(String text) {
        return List.of(TAG.split(text, -1));
    }

    private static int image(Matcher tag, int given) {
        BigInteger number = new BigInteger(tag.group(1));
        if (number.signum() == 0) {
            throw new ConditioningException(
                    Code.UNKNOWN_IMAGE_TAG, "the prompt has the tag " + tag.group() + "; allowed: numbers from 1");
        }
        if (number.compareTo(BigInteger.valueOf(given)) > 0) {
            throw new ConditioningException(
                    Code.MISSING_IMAGE,
                    "the prompt has the tag %s, and the request has %d input pictures; allowed: %s"
                            .formatted(tag.group(), given, allowed(given)));
        }
        return number.intValueExact() - 1;
    }

    private static String allowed(int given) {
        return switch (given) {
            case 0 -> "no image tags";
            case 1 -> "<|image_1|>";
            default -> "<|image_1|> to <|image_" + given + "|>";
        };
    }

    private static void requireAllNamed(List<Integer> images, int given) {
        TreeSet<Integer> named = new TreeSet<>(images);
        for (int image = 0; image < given; image++) {
            if (!named.contains(image)) {
                throw new ConditioningException(
                        Code.UNUSED_IMAGE,
                        "the prompt does not name input picture %d of %d; allowed: a tag <img><|image_%d|></img> for each"
                                .formatted(image + 1, given, image + 1));
            }
        }
    }
}
