package dev.titorelli.stream.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.stream.row.RequestRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A part of the list of requests, from the last key on. Pure.
 *
 * @param requests summaries in falling order of their keys
 * @param reached the key up to which all was looked at; empty when nothing is left
 */
record Slice(List<ObjectNode> requests, Optional<String> reached) {

    private static final int AT_ONCE = 200;

    /**
     * What one partition has.
     *
     * @param budget rows that are looked at, at most
     */
    static Slice of(StoredRequests rows, ListWish wish, int budget) {
        List<ObjectNode> found = new ArrayList<>();
        String before = wish.after();
        for (int left = budget; left > 0; ) {
            int atMost = Math.min(left, AT_ONCE);
            List<RequestRow> headers = rows.lastHeaders(wish.tenant(), before, atMost);
            for (RequestRow row : headers) {
                before = row.getTenant() + "/" + row.getRequestId();
                if (wish.includes(row)) {
                    found.add(RequestDocument.summary(row));
                    if (found.size() == wish.limit()) {
                        return new Slice(found, Optional.of(before));
                    }
                }
            }
            if (headers.size() < atMost) {
                return new Slice(found, Optional.empty());
            }
            left -= headers.size();
        }
        return new Slice(found, Optional.of(before));
    }

    /** Several slices as one: it ends where the first of them ends, for nobody knows what that one has after it. */
    static Slice merged(Collection<Slice> slices, int limit) {
        Optional<String> reached =
                slices.stream().flatMap(slice -> slice.reached().stream()).max(Comparator.naturalOrder());
        Map<String, ObjectNode> byKey = new TreeMap<>(Comparator.reverseOrder());
        slices.stream()
                .flatMap(slice -> slice.requests().stream())
                .filter(request -> reached.isEmpty() || key(request).compareTo(reached.get()) >= 0)
                .forEach(request -> byKey.merge(key(request), request, Slice::newer));
        List<ObjectNode> all = List.copyOf(byKey.values());
        return all.size() <= limit
                ? new Slice(all, reached)
                : new Slice(all.subList(0, limit), Optional.of(key(all.get(limit - 1))));
    }

    private static ObjectNode newer(ObjectNode one, ObjectNode other) {
        return one.path("sequence").asLong() >= other.path("sequence").asLong() ? one : other;
    }

    private static String key(ObjectNode request) {
        return request.path("tenant").asText() + "/" + request.path("requestId").asText();
    }
}
