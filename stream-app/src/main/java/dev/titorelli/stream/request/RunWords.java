package dev.titorelli.stream.request;

import dev.titorelli.ImageObject;
import dev.titorelli.Outcome;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.RequestId;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether what a worker says names its job and its run, in texts of the length that these have. Pure. */
final class RunWords {

    private static final Pattern WORKER_RUN = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_SIDE_PX = 65_536;
    private static final int PICTURE_CHARS = 2_000;

    private RunWords() {}

    static boolean areSound(Outcome outcome) {
        return WORKER_RUN.matcher(outcome.getWorkerRun()).matches() && namesItsJob(outcome) && isPictureShort(outcome);
    }

    /** Whether what a worker says of an input names its request, and a picture, if any, as it has to be. */
    static boolean areOfInspection(Outcome outcome) {
        ImageObject image = outcome.getImage();
        return WORKER_RUN.matcher(outcome.getWorkerRun()).matches()
                && RequestId.isTenant(outcome.getTenant())
                && RequestId.isId(outcome.getRequestId())
                && isPictureShort(outcome)
                && (image == null || isWhole(image));
    }

    private static boolean isWhole(ImageObject image) {
        return DIGEST.matcher(image.getDigest()).matches() && isSide(image.getWidthPx()) && isSide(image.getHeightPx());
    }

    private static boolean isSide(int px) {
        return px > 0 && px <= MAX_SIDE_PX;
    }

    private static boolean namesItsJob(Outcome outcome) {
        try {
            String request = JobId.parse(outcome.getJobId()).request().toString();
            return request.equals(outcome.getTenant() + "/" + outcome.getRequestId());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPictureShort(Outcome outcome) {
        ImageObject image = outcome.getImage();
        Stream<String> ofImage =
                image == null ? Stream.of() : Stream.of(image.getKey(), image.getDigest(), image.getMediaType());
        Stream<String> digests =
                Stream.of(outcome.getJobDigest(), outcome.getPixelDigest(), outcome.getProfileDigest());
        return Stream.concat(ofImage, digests).mapToLong(String::length).sum() <= PICTURE_CHARS;
    }
}
