package dev.titorelli.standalone.bench;

import dev.titorelli.standalone.bench.RequestTimes.Moment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rounds by name: a request's id is {@code <round>-<number>}, so that each record finds its times. Safe for several threads. */
final class Rounds {

    private final Map<String, RequestTimes> byName = new ConcurrentHashMap<>();

    RequestTimes begin(String name, int requests) {
        RequestTimes times = new RequestTimes(requests);
        byName.put(name, times);
        return times;
    }

    static String requestId(String round, int request) {
        return round + "-" + request;
    }

    /** Notes a moment of a request of any round. */
    void note(String requestId, Moment moment, long nanos) {
        int dash = requestId.lastIndexOf('-');
        byName.get(requestId.substring(0, dash)).note(Integer.parseInt(requestId.substring(dash + 1)), moment, nanos);
    }
}
