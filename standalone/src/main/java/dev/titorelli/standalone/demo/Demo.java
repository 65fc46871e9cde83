package dev.titorelli.standalone.demo;

import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.RequestWatch;
import dev.titorelli.standalone.client.StoredPictures;
import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs a plan against a running system, as any user would, and leaves the pictures and a contact sheet in a folder.
 *
 * @param out the folder; made when it is not there
 * @param begun when the demonstration was started
 */
public record Demo(Terminal terminal, Clock clock, Path out, Instant begun) {

    /** The contact sheet's file. */
    public static final String SHEET = "index.html";

    /**
     * Sends everything, waits for it, writes the files and prints a table.
     *
     * @param model the model's alias
     * @return whether every request completed
     */
    public boolean run(Addresses addresses, String model, DemoPlan plan) throws IOException {
        terminal.say(plan.about());
        List<DemoResult> results = results(addresses, plan);
        Files.createDirectories(out);
        for (DemoResult result : results) {
            for (DemoPicture picture : result.pictures()) {
                Files.write(out.resolve(picture.name() + "." + picture.extension()), picture.file());
            }
        }
        Duration total = Duration.between(begun, clock.instant());
        Files.writeString(out.resolve(SHEET), new ContactSheet(model, plan, results).html(total));
        table(results).lines().forEach(terminal::say);
        terminal.say("All of it took %s. Contact sheet: %s"
                .formatted(Seconds.of(total), out.resolve(SHEET).toAbsolutePath()));
        return results.stream().allMatch(DemoResult::isCompleted);
    }

    private List<DemoResult> results(Addresses addresses, DemoPlan plan) throws IOException {
        StoredPictures pictures = new StoredPictures(ObjectStores.connect(addresses.objects()));
        try (Client client = Client.open(addresses);
                RequestWatch watch = new RequestWatch(client.follow(), clock)) {
            return new DemoRun(client, watch, pictures, terminal.progressBoard()).run(plan);
        }
    }

    private static TextTable table(List<DemoResult> results) {
        TextTable table = new TextTable("request", "size", "seed", "elapsed", "device", "state", "picture");
        for (DemoResult result : results) {
            DemoStage last = result.task().stages().get(result.task().stages().size() - 1);
            table.row(
                    result.task().name(),
                    last.size().getWidthPx() + "x" + last.size().getHeightPx(),
                    Long.toString(last.seed()),
                    Seconds.of(result.elapsed()),
                    Seconds.of(result.deviceTime()),
                    result.state(),
                    result.pictures().isEmpty()
                            ? ""
                            : result.pictures()
                                            .get(result.pictures().size() - 1)
                                            .name() + ".png");
        }
        return table;
    }
}
