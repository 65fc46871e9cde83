package dev.titorelli.standalone.demo;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.RequestWatch;
import dev.titorelli.standalone.client.Standing;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.terminal.ProgressBoard;
import dev.titorelli.standalone.terminal.ProgressLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a plan's requests through Kafka, each as soon as the pictures that it needs are there, and follows all of them to
 * their ends. For one thread, once.
 */
final class DemoRun {

    static final String TENANT = "demo";

    private static final Duration REDRAW = Duration.ofMillis(100);

    private final Client client;
    private final RequestWatch watch;
    private final StoredPictures pictures;
    private final ProgressBoard board;
    private final Map<String, SentTask> sent = new LinkedHashMap<>();
    private final Map<String, DemoResult> results = new LinkedHashMap<>();

    /** @param watch open since before the first request */
    DemoRun(Client client, RequestWatch watch, StoredPictures pictures, ProgressBoard board) {
        this.client = client;
        this.watch = watch;
        this.pictures = pictures;
        this.board = board;
    }

    /** One result a task, in the plan's order; returns when the last request has ended. */
    List<DemoResult> run(DemoPlan plan) throws IOException {
        while (results.size() < plan.tasks().size()) {
            for (DemoTask task : plan.tasks()) {
                advance(task);
            }
            board.show(plan.tasks().stream().map(this::line).toList());
            watch.poll(REDRAW);
        }
        board.show(plan.tasks().stream().map(this::line).toList());
        return plan.tasks().stream().map(task -> results.get(task.name())).toList();
    }

    private void advance(DemoTask task) throws IOException {
        if (results.containsKey(task.name())) {
            return;
        }
        if (sent.containsKey(task.name())) {
            Optional<Event> end = watch.standing(id(task)).end();
            if (end.isPresent()) {
                results.put(task.name(), result(task, end.get()));
            }
        } else if (results.keySet().containsAll(task.needs())) {
            boolean fed =
                    task.needs().stream().allMatch(need -> results.get(need).isCompleted());
            if (fed) {
                send(task);
            } else {
                results.put(task.name(), DemoResult.notSent(task));
            }
        }
    }

    private void send(DemoTask task) throws IOException {
        SentTask request = SentTask.of(task, pictures, results);
        sent.put(task.name(), request);
        watch.begin(id(task));
        GenerationRequest body = request.body();
        client.send(body);
    }

    private DemoResult result(DemoTask task, Event end) {
        List<DemoPicture> painted = new ArrayList<>();
        for (DemoStage stage : task.stages()) {
            end.getImages().stream()
                    .filter(image -> image.getStage().equals(stage.name()))
                    .forEach(image -> painted.add(painted(task, image)));
        }
        return new DemoResult(task, sent.get(task.name()).inputs(), end, painted, watch.elapsed(id(task)));
    }

    private DemoPicture painted(DemoTask task, EventImage image) {
        boolean plain = task.stages().size() == 1;
        return new DemoPicture(
                plain ? task.name() : task.name() + "-" + image.getStage(),
                (plain ? "" : image.getStage() + ", ") + "seed " + image.getSeed(),
                image.getImage(),
                pictures.read(image.getImage()));
    }

    private ProgressLine line(DemoTask task) {
        if (!sent.containsKey(task.name())) {
            boolean given = results.containsKey(task.name());
            return new ProgressLine(task.name(), 0, given ? "not sent" : "needs " + task.needs(), "", Duration.ZERO);
        }
        Standing standing = watch.standing(id(task));
        return new ProgressLine(
                task.name(), standing.fraction(), standing.state(), standing.detail(), watch.elapsed(id(task)));
    }

    private static RequestId id(DemoTask task) {
        return new RequestId(TENANT, task.name());
    }
}
