package dev.titorelli.worker.conditioning;

/**
 * The size that {@link InputPicture#prepare} gives a picture, known without its pixels.
 *
 * @param widthPx a multiple of 16
 * @param heightPx a multiple of 16
 */
public record PreparedSize(int widthPx, int heightPx) {

    /** Of a picture that is so narrow that no patch is left: as if it were a pixel wide. */
    public static PreparedSize of(int widthPx, int heightPx, int maxSizePx) {
        PreparedSize size = new PreparedSize(widthPx, heightPx);
        while (Math.min(size.widthPx, size.heightPx) >= 2 * maxSizePx) {
            size = new PreparedSize(size.widthPx / 2, size.heightPx / 2);
        }
        int longest = Math.max(size.widthPx, size.heightPx);
        if (longest > maxSizePx) {
            size = size.scaled((double) maxSizePx / longest);
        }
        int shortest = Math.min(size.widthPx, size.heightPx);
        if (shortest < InputPicture.PATCH_PX) {
            size = size.scaled((double) InputPicture.PATCH_PX / shortest);
        }
        return new PreparedSize(whole(size.widthPx), whole(size.heightPx));
    }

    /** The number of tokens that it takes. */
    public int tokens() {
        return (widthPx / InputPicture.PATCH_PX) * (heightPx / InputPicture.PATCH_PX);
    }

    private PreparedSize scaled(double scale) {
        return new PreparedSize(
                Math.max(1, (int) Math.rint(widthPx * scale)), Math.max(1, (int) Math.rint(heightPx * scale)));
    }

    private static int whole(int px) {
        return px - px % InputPicture.PATCH_PX;
    }
}
