package dev.titorelli.identity;

import dev.titorelli.ImageFormat;

/** Where things lie in the object store. Each root can have its own lifecycle rule. */
public final class ObjectKeys {

    private ObjectKeys() {}

    /** {@code images/<tenant>/<requestId>/<stage>/<index>-<first 12 hex digits of jobDigest>.<png|jpg>}. */
    public static String image(JobId job, String jobDigest, ImageFormat format) {
        RequestId request = job.request();
        String extension = format == ImageFormat.JPEG ? "jpg" : "png";
        return "images/%s/%s/%s/%d-%s.%s"
                .formatted(
                        request.tenant(),
                        request.id(),
                        job.stage(),
                        job.index(),
                        jobDigest.substring(0, 12),
                        extension);
    }

    /** {@code inputs/<tenant>/<sha256 of the file>}. */
    public static String input(String tenant, String fileDigest) {
        return "inputs/" + tenant + "/" + fileDigest;
    }
}
