package dev.titorelli.worker.schedule;

/**
 * Device memory of jobs, from the model's sizes. Keys and values are exact; work space is what the live tensors of the
 * largest block add up to.
 */
public record JobBytes(ModelSizes sizes) {

    private static final int FLOAT_BYTES = Float.BYTES;
    /** Noise or latents, the next latents, the image embedding's input, and the velocity that was followed last. */
    private static final int LATENT_COPIES = 4;
    /** In and out of a VAE block, and one in between. */
    private static final int VAE_COPIES = 3;

    /** All that a job keeps of its own while it lives, when it shares nothing. */
    public long all(JobSize job) {
        return own(job)
                + job.rows().stream().mapToLong(this::prefix).sum()
                + job.rows().size() * timeTokens(job.steps());
    }

    /** Keys and values of a branch's row: its prefix, and the places of time token and image behind it. */
    public long prefix(RowLength row) {
        return sizes.keyValueBytes(row.tokens());
    }

    /** Keys and values of a branch's time tokens. */
    public long timeTokens(int steps) {
        return sizes.keyValueBytes(steps);
    }

    /**
     * What no other job can share: latents, velocities, and the work space of its rows in a step, or, before its first one, what a prefill
     * keeps that rests between two layers.
     */
    public long own(JobSize job) {
        long latents = 4L * ModelSizes.LATENT_CHANNELS * job.imageTokens() * FLOAT_BYTES;
        long steps = job.rows().stream().mapToLong(this::stepWork).sum();
        long rest = job.rows().stream().mapToLong(this::prefillRest).max().orElseThrow();
        return latents * (LATENT_COPIES + job.rows().size()) + Math.max(steps, rest);
    }

    /** Hidden states, cosines and sines of a prefix; branches are prefilled one after another. */
    private long prefillRest(RowLength row) {
        ModelSizes.Transformer model = sizes.transformer();
        return (model.hidden() + 2L * model.headSize()) * row.prefixTokens() * sizes.elementBytes();
    }

    /** Hidden states and what a layer makes of them on the way, for the image tokens of a row. */
    private long stepWork(RowLength row) {
        ModelSizes.Transformer model = sizes.transformer();
        long values = 4L * model.hidden() + 2L * model.keyValueHeads() * model.headSize() + 3L * model.intermediate();
        return values * row.imageTokens() * sizes.elementBytes();
    }

    /**
     * Work space of the one VAE pass that may run: counted once for the device.
     *
     * @param pixels of the largest picture
     */
    public long vaeWork(long pixels) {
        return VAE_COPIES * pixels * sizes.vaeChannels() * FLOAT_BYTES;
    }
}
