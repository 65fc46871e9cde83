package dev.titorelli.standalone.client;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead letter lies; the text form is {@code request-0-12}. */
public record LetterId(DeadLetterTopic topic, int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("(request|job|outcome)-([0-9]{1,6})-([0-9]{1,18})");

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    public static LetterId parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("dead letter '" + text
                    + "': expected request, job or outcome, partition and offset, such as request-0-12");
        }
        return new LetterId(
                DeadLetterTopic.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                Integer.parseInt(form.group(2)),
                Long.parseLong(form.group(3)));
    }

    @Override
    public String toString() {
        return topic.shortName() + "-" + partition + "-" + offset;
    }
}
