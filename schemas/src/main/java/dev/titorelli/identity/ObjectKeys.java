package dev.titorelli.identity;

import dev.titorelli.ImageFormat;

/** Where things lie in the object store. Each root can have its own lifecycle rule. */
public final class ObjectKeys {

    private ObjectKeys() {}

    /**
     * {@code images/<tenant>/<requestId>/<stage>/<index>-<first 12 hex digits of jobDigest>.<png|jpg>}.
     *
     * @param jobDigest 64 hex digits, see {@link JobDigest}
     * @throws IllegalArgumentException when the format is UNKNOWN
     */
    public static String image(JobId job, String jobDigest, ImageFormat format) {
        RequestId request = job.request();
        return "images/%s/%s/%s/%d-%s.%s"
                .formatted(
                        request.tenant(),
                        request.id(),
                        job.stage(),
                        job.index(),
                        jobDigest.substring(0, 12),
                        extension(format));
    }

    /** {@code inputs/<tenant>/<sha256 of the file>}: the same file of a tenant is stored once. */
    public static String input(String tenant, String fileDigest) {
        return "inputs/" + tenant + "/" + fileDigest;
    }

    /**
     * {@code adapters/<digest>/<file>}.
     *
     * @param adapterDigest over the names and bytes of the adapter's two files
     * @param file one of them
     */
    public static String adapter(String adapterDigest, String file) {
        return "adapters/" + adapterDigest + "/" + file;
    }

    private static String extension(ImageFormat format) {
        return switch (format) {
            case PNG -> "png";
            case JPEG -> "jpg";
            case UNKNOWN -> throw new IllegalArgumentException("format UNKNOWN: allowed is PNG, JPEG");
        };
    }
}
