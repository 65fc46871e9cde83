package dev.titorelli.standalone.bench.worker;

import dev.titorelli.ImageSize;
import dev.titorelli.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jobs come: sizes and lanes with their shares.
 *
 * @param parts at least one; their shares need not add up to one
 */
public record JobMix(List<Part> parts) {

    private static final Pattern PART =
            Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})(?::(interactive|bulk))?(?::([0-9]*\\.?[0-9]+))?");
    private static final int PATCH_PX = 16;

    /**
     * Jobs of one size and lane.
     *
     * @param share how often they come beside the others'
     */
    public record Part(ImageSize size, Lane lane, double share) {

        /** Output tokens of a picture. */
        int tokens() {
            return size.getWidthPx() / PATCH_PX * (size.getHeightPx() / PATCH_PX);
        }

        /** Its size for a person: {@code 256x256}. */
        public String sizeName() {
            return size.getWidthPx() + "x" + size.getHeightPx();
        }

        /** For a person: {@code 256x256 interactive}. */
        public String name() {
            return sizeName() + " " + lane.name().toLowerCase(Locale.ROOT);
        }
    }

    public JobMix {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("mix: allowed is one part and more");
        }
    }

    /**
     * Reads {@code 256x256:interactive:0.8,512x512:bulk:0.2}; a lane that is not given is interactive, a share 1.
     *
     * @throws IllegalArgumentException naming the part and what is allowed
     */
    public static JobMix parse(String text) {
        return new JobMix(Arrays.stream(text.split(",")).map(JobMix::part).toList());
    }

    /** The part that a number from 0 to below 1 falls on. */
    Part at(double chance) {
        double left = chance * parts.stream().mapToDouble(Part::share).sum();
        for (Part part : parts) {
            left -= part.share();
            if (left < 0) {
                return part;
            }
        }
        return parts.get(parts.size() - 1);
    }

    /** The jobs of one lane; their shares stay parts of the whole. */
    List<Part> of(Lane lane) {
        return parts.stream().filter(part -> part.lane() == lane).toList();
    }

    private static Part part(String text) {
        Matcher part = PART.matcher(text.strip());
        double share = !part.matches() ? 0 : part.group(4) == null ? 1 : Double.parseDouble(part.group(4));
        if (share <= 0) {
            throw new IllegalArgumentException("mix '" + text
                    + "': expected WIDTHxHEIGHT[:interactive|:bulk][:SHARE], such as 256x256:interactive:0.8");
        }
        Lane lane = "bulk".equals(part.group(3)) ? Lane.BULK : Lane.INTERACTIVE;
        return new Part(new ImageSize(Integer.valueOf(part.group(1)), Integer.valueOf(part.group(2))), lane, share);
    }
}
