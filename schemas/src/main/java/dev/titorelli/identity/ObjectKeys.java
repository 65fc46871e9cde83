package dev.titorelli.identity;

import dev.titorelli.ImageFormat;

/** Where things lie in the object store. Each root can have its own lifecycle rule. */
public final class ObjectKeys {

    /** The root of checkpoints, which are of use until their picture is made. */
    public static final String CHECKPOINTS = "checkpoints";

    /** The root of pictures that only later stages of their request need. */
    public static final String INTERMEDIATE = "intermediate";

    /** The root of pointers to pictures by what fixes them: of use for a tenant that wishes for reuse, as long as the pictures are there. */
    public static final String POINTERS = "digests";

    /** The root of previews, whose objects have a short lifetime. */
    public static final String PREVIEWS = "previews";

    private ObjectKeys() {}

    /**
     * {@code images/<tenant>/<requestId>/<stage>/<index>-<first 12 hex digits of jobDigest>.<png|jpg>}.
     *
     * @param jobDigest 64 hex digits, see {@link JobDigest}
     * @throws IllegalArgumentException when the format is UNKNOWN
     */
    public static String image(JobId job, String jobDigest, ImageFormat format) {
        return picture("images", job, jobDigest, format);
    }

    /**
     * {@code intermediate/...}, else as {@link #image}: a picture that is of use until its request has ended.
     *
     * @throws IllegalArgumentException when the format is UNKNOWN
     */
    public static String intermediate(JobId job, String jobDigest, ImageFormat format) {
        return picture(INTERMEDIATE, job, jobDigest, format);
    }

    private static String picture(String root, JobId job, String jobDigest, ImageFormat format) {
        RequestId request = job.request();
        String file = job.index() + "-" + jobDigest.substring(0, 12) + "." + extension(format);
        return root + "/" + request.tenant() + "/" + request.id() + "/" + job.stage() + "/" + file;
    }

    /** {@code previews/<tenant>/<requestId>/<stage>/<index>-<first 12 hex digits of jobDigest>-step-<steps done>.png}. */
    public static String preview(JobId job, String jobDigest, int step) {
        RequestId request = job.request();
        return "%s/%s/%s/%s/%d-%s-step-%d.png"
                .formatted(
                        PREVIEWS,
                        request.tenant(),
                        request.id(),
                        job.stage(),
                        job.index(),
                        jobDigest.substring(0, 12),
                        step);
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

    /**
     * {@code checkpoints/<tenant>/<jobDigest>/<number>}: latents of a picture in the making, of use until it is made.
     *
     * @param number counts the job's checkpoints from 1
     */
    public static String checkpoint(String tenant, String jobDigest, int number) {
        return CHECKPOINTS + "/" + tenant + "/" + jobDigest + "/" + number;
    }

    /**
     * {@code digests/<tenant>/<jobDigest>-<profileDigest>}: says where a tenant's picture of that digest and profile lies.
     *
     * @param profileDigest of the profile that made it
     */
    public static String pointer(String tenant, String jobDigest, String profileDigest) {
        return POINTERS + "/" + tenant + "/" + jobDigest + "-" + profileDigest;
    }

    private static String extension(ImageFormat format) {
        return switch (format) {
            case PNG -> "png";
            case JPEG -> "jpg";
            case UNKNOWN -> throw new IllegalArgumentException("format UNKNOWN: allowed is PNG, JPEG");
        };
    }
}
