package dev.titorelli.standalone.client;

import dev.titorelli.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where something stands in its queue, in words for a person.
 *
 * @param ahead jobs ahead of it; null when nobody has told
 * @param startMs estimated milliseconds until it starts; null when nobody can tell
 */
public record QueuePlace(Long ahead, Long startMs) {

    /** Nobody has told. */
    public static final QueuePlace UNKNOWN = new QueuePlace(null, null);

    /** Such as {@code 7 jobs ahead, starts in about 40 s}; empty when nothing is known. */
    public String words() {
        List<String> words = new ArrayList<>();
        if (ahead != null) {
            words.add(ahead <= 0 ? "next in its queue" : ahead == 1 ? "1 job ahead" : ahead + " jobs ahead");
        }
        if (startMs != null) {
            words.add(start(startMs));
        }
        return String.join(", ", words);
    }

    /** Why something waits that can't start, by the code of its event. */
    public static String waitingFor(String reason) {
        return reason.equals(FaultCode.NO_CAPACITY.name()) ? "no live worker serves its queue" : reason;
    }

    /** Nobody believes an estimate to the second. */
    private static String start(long ms) {
        long seconds = Math.round(ms / 1000.0);
        if (seconds < 2) {
            return "starts in a moment";
        }
        if (seconds < 60) {
            return "starts in about " + seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 60 ? "starts in about " + minutes + " min" : "starts in about " + hours(minutes);
    }

    private static String hours(long minutes) {
        long hours = Math.round(minutes / 60.0);
        return hours < 48 ? hours + " h" : Math.round(hours / 24.0) + " days";
    }
}
