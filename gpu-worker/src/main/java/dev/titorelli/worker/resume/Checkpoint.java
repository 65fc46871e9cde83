package dev.titorelli.worker.resume;

import java.util.regex.Pattern;

/**
 * A picture in the making, as far as a run has come with it. Whatever else the next run needs it computes again from the job.
 *
 * @param jobDigest what the picture follows from
 * @param profileDigest of the profile that the steps were computed in: in another one the next steps would not fit them
 * @param step denoising steps done, 1 to all
 * @param steps denoising steps in all
 * @param latents F32, in the order of [1, 4, height / 8, width / 8]; given away, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes that nobody writes to afterwards
public record Checkpoint(String jobDigest, String profileDigest, int step, int steps, float[] latents) {

    /** Of the largest picture that is ever thought of, 16 times 4096 x 4096 pixels. */
    static final int MOST_LATENTS = 16 << 20;

    private static final Pattern JOB_DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PROFILE_DIGEST = Pattern.compile("[0-9A-Za-z-]{1,64}");

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public Checkpoint {
        require("jobDigest", jobDigest, JOB_DIGEST);
        require("profileDigest", profileDigest, PROFILE_DIGEST);
        if (step < 1 || step > steps) {
            throw new IllegalArgumentException("step " + step + " of " + steps + ": allowed is 1 to all");
        }
        if (latents.length < 1 || latents.length > MOST_LATENTS) {
            throw new IllegalArgumentException(latents.length + " latents: allowed is 1 to " + MOST_LATENTS);
        }
        for (float latent : latents) {
            if (!Float.isFinite(latent)) {
                throw new IllegalArgumentException("latent " + latent + ": allowed is a finite number");
            }
        }
    }

    /** Whether a text is a job's digest. */
    public static boolean isJobDigest(String text) {
        return JOB_DIGEST.matcher(text).matches();
    }

    private static void require(String part, String value, Pattern allowed) {
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(part + " '" + value + "': allowed is " + allowed.pattern());
        }
    }
}
