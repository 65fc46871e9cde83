package dev.titorelli.identity;

import dev.titorelli.Lane;

/**
 * A queue is one (model, bucket, lane). Its text form is {@code <model>.tokens-<n>} for INTERACTIVE and
 * {@code <model>.tokens-<n>.bulk} for BULK.
 *
 * @param model alias in the model catalogue
 * @param tokens the bucket: a ceiling of output tokens, (H/16)(W/16)
 * @param lane INTERACTIVE or BULK
 */
public record QueueName(String model, int tokens, Lane lane) {

    private static final String BUCKET = ".tokens-";
    private static final String BULK = ".bulk";

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public QueueName {
        Names.require("model", model, NameForm.SHORT);
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens " + tokens + ": allowed is 1 and above");
        }
        if (lane != Lane.INTERACTIVE && lane != Lane.BULK) {
            throw new IllegalArgumentException("lane " + lane + ": allowed is INTERACTIVE, BULK");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not what {@link #toString} writes
     */
    public static QueueName parse(String text) {
        Lane lane = text.endsWith(BULK) ? Lane.BULK : Lane.INTERACTIVE;
        String body = lane == Lane.BULK ? text.substring(0, text.length() - BULK.length()) : text;
        int at = body.lastIndexOf(BUCKET);
        if (at < 0) {
            throw new IllegalArgumentException("queue '" + Names.shown(text) + "': expected <model>.tokens-<n>[.bulk]");
        }
        return new QueueName(body.substring(0, at), Names.number("tokens", body.substring(at + BUCKET.length())), lane);
    }

    @Override
    public String toString() {
        return model + BUCKET + tokens + (lane == Lane.BULK ? BULK : "");
    }
}
