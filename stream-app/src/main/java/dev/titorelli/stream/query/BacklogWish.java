package dev.titorelli.stream.query;

import dev.titorelli.Lane;
import dev.titorelli.http.BadParameter;
import dev.titorelli.http.Call;
import dev.titorelli.identity.QueueName;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.queue.QueueReport;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which part of the backlog is wanted; empty for all. Pure.
 *
 * @param model an alias
 */
record BacklogWish(Optional<String> queue, Optional<String> model, Optional<Lane> lane, Optional<String> tenant) {

    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of("queue", "model", "lane", "tenant"));
    private static final int LONGEST_LIST = 20;

    /** @throws BadParameter for what has not the form of one */
    static BacklogWish of(Call call) {
        Map<String, String> given = call.parameters(PARAMETERS);
        return new BacklogWish(
                Optional.ofNullable(given.get("queue")).map(BacklogWish::queue),
                Optional.ofNullable(given.get("model")).map(name -> name("model", name)),
                Optional.ofNullable(given.get("lane")).map(BacklogWish::lane),
                Optional.ofNullable(given.get("tenant")).map(name -> name("tenant", name)));
    }

    /** Not what is no queue's name, such as a stranger may have put on queue.v1. */
    boolean includes(String name) {
        try {
            return includes(QueueName.parse(name));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean includes(QueueName name) {
        return queue.map(name.toString()::equals).orElse(true)
                && model.map(name.model()::equals).orElse(true)
                && lane.map(name.lane()::equals).orElse(true);
    }

    /** A queue's report with the wanted tenant alone. */
    QueueReport narrowed(QueueReport report) {
        return tenant.isEmpty()
                ? report
                : new QueueReport(
                        report.queue(),
                        report.lane(),
                        report.paused(),
                        report.unstarted(),
                        report.room(),
                        report.liveWorkers(),
                        report.tenants().stream()
                                .filter(one -> one.tenant().equals(tenant.get()))
                                .toList());
    }

    /**
     * A misspelt name would be an empty queue for ever.
     *
     * @param known all queues that there are
     * @throws BadParameter for a queue or a model that is not among them
     */
    void requireKnown(SortedSet<String> known) {
        queue.filter(name -> !known.contains(name)).ifPresent(name -> {
            throw new BadParameter("queue", name, listed(known, "a queue"));
        });
        SortedSet<String> models = known.stream()
                .map(name -> QueueName.parse(name).model())
                .collect(Collectors.toCollection(TreeSet::new));
        model.filter(name -> !models.contains(name)).ifPresent(name -> {
            throw new BadParameter("model", name, listed(models, "a model"));
        });
    }

    private static String listed(SortedSet<String> known, String what) {
        if (known.isEmpty()) {
            return what + " that a worker has announced; none has yet";
        }
        String some = known.stream().limit(LONGEST_LIST).collect(Collectors.joining(", "));
        return "one of " + some + (known.size() > LONGEST_LIST ? ", ..." : "");
    }

    private static String queue(String given) {
        try {
            return QueueName.parse(given).toString();
        } catch (IllegalArgumentException e) {
            BadParameter bad = new BadParameter("queue", given, "<model>.tokens-<n>[.bulk]");
            bad.initCause(e);
            throw bad;
        }
    }

    private static Lane lane(String given) {
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "interactive" -> Lane.INTERACTIVE;
            case "bulk" -> Lane.BULK;
            default -> throw new BadParameter("lane", given, "interactive or bulk");
        };
    }

    /** Tenants and models are called alike. */
    private static String name(String parameter, String given) {
        if (!RequestId.isTenant(given)) {
            throw new BadParameter(parameter, given, RequestId.TENANT.pattern());
        }
        return given;
    }
}
