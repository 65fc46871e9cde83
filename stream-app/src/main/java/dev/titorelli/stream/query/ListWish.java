package dev.titorelli.stream.query;

import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Call;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.request.RequestState;
import dev.titorelli.stream.row.RequestRow;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which requests are wanted, from the last key on.
 *
 * @param tenant empty for all
 * @param states names; empty for all
 * @param sinceMs accepted then or later
 * @param after only requests that come after this one in the list, {@code tenant/requestId}; empty for the first page
 */
record ListWish(String tenant, Set<String> states, long sinceMs, int limit, String after) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of("tenant", "state", "since", "limit", "after"));

    /** @throws BadParameter for what is not allowed */
    static ListWish of(Call call) {
        Map<String, String> given = call.parameters(PARAMETERS);
        return new ListWish(
                tenant(given.getOrDefault("tenant", "")),
                states(given.getOrDefault("state", "")),
                since(given.getOrDefault("since", "")),
                limit(given.getOrDefault("limit", Integer.toString(DEFAULT_LIMIT))),
                after(given.getOrDefault("after", "")));
    }

    boolean includes(RequestRow row) {
        return row.getAcceptedAt() >= sinceMs && (states.isEmpty() || states.contains(row.getState()));
    }

    private static String tenant(String given) {
        if (!given.isEmpty() && !RequestId.isTenant(given)) {
            throw new BadParameter("tenant", given, RequestId.TENANT.pattern());
        }
        return given;
    }

    private static Set<String> states(String given) {
        List<String> known =
                RequestState.all().stream().map(RequestState::storedName).toList();
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : given.isEmpty() ? new String[0] : given.split(",", -1)) {
            String state = name.strip().toUpperCase(Locale.ROOT);
            if (!known.contains(state)) {
                throw new BadParameter("state", given, "some of " + String.join(",", known));
            }
            wanted.add(state);
        }
        return wanted;
    }

    private static long since(String given) {
        try {
            return given.isEmpty() ? 0 : Instant.parse(given).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            BadParameter bad = new BadParameter("since", given, "a time such as 2026-01-31T12:00:00Z");
            bad.initCause(e);
            throw bad;
        }
    }

    private static int limit(String given) {
        if (!given.matches("[1-9][0-9]{0,2}") || Integer.parseInt(given) > MAX_LIMIT) {
            throw new BadParameter("limit", given, "1 to " + MAX_LIMIT);
        }
        return Integer.parseInt(given);
    }

    private static String after(String given) {
        try {
            return given.isEmpty() ? "" : RequestId.parse(given).toString();
        } catch (IllegalArgumentException e) {
            BadParameter bad = new BadParameter("after", given, "tenant/requestId, as the page before says in next");
            bad.initCause(e);
            throw bad;
        }
    }
}
