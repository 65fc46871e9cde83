package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches whose client, stream app and worker are killed while they paint: every line has one result, one picture, one end.
 * 60 lines here; with the profile chaos 20,000 ({@code -Dchaos.lines}) of three tenants at once.
 */
class BatchIT {

    private static final int LONG = Integer.getInteger("chaos.lines", 20_000);

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path data;

    private final Map<String, ProgramProcess> clients = new TreeMap<>();

    @Test
    void goesOnAfterKillsOfClientAndStreamAppWithoutASecondPicture() throws Exception {
        play(60, List.of("acme"), List.of("client stream"));
    }

    @Test
    @Tag("chaos")
    void goesOnAfterKillsOfAllProgramsUnderThreeTenants() throws Exception {
        long begun = System.nanoTime();
        play(
                LONG,
                List.of("acme", "blue", "crow"),
                List.of("client", "stream", "worker", "client", "worker", "stream"));
        System.out.printf("%d lines of three tenants: %d s%n", LONG, (System.nanoTime() - begun) / 1_000_000_000);
    }

    /** @param kills one after the other, each of one or several programs at once */
    private void play(int lines, List<String> tenants, List<String> kills) throws Exception {
        try (BatchStage stage = new BatchStage(data)) {
            stage.startPrograms();
            Map<String, Integer> shares = shares(lines, tenants);
            for (String tenant : tenants) {
                write(tenant, shares.get(tenant));
                start(stage, tenant);
            }
            for (int i = 0; i < kills.size(); i++) {
                awaitSettled(lines * (i + 1) / (kills.size() + 2));
                kill(stage, kills.get(i));
            }
            awaitSettled(lines);
            for (ProgramProcess client : clients.values()) {
                assertThat(client.awaitExit()).as(client.said()).isZero();
            }
            settle(stage, shares);
        } finally {
            clients.values().forEach(ProgramProcess::close);
        }
    }

    private static Map<String, Integer> shares(int lines, List<String> tenants) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < tenants.size(); i++) {
            shares.put(tenants.get(i), lines * (i + 1) / tenants.size() - lines * i / tenants.size());
        }
        return shares;
    }

    private void write(String tenant, int lines) throws IOException {
        try (BufferedWriter file = Files.newBufferedWriter(data.resolve(tenant + ".jsonl"))) {
            for (int i = 1; i <= lines; i++) {
                file.write(
                        "{\"stages\":[{\"prompt\":\"a red circle on a white background\",\"steps\":1,\"seed\":%d,\"size\":{\"widthPx\":64,\"heightPx\":64}}]}\n"
                                .formatted(i));
            }
        }
    }

    private void start(BatchStage stage, String tenant) throws IOException {
        clients.put(
                tenant,
                stage.client(
                        "batch",
                        data.resolve(tenant + ".jsonl").toString(),
                        "--out=" + data.resolve(tenant),
                        "--tenant=" + tenant,
                        "--name=spring",
                        "--window=20"));
    }

    private void kill(BatchStage stage, String programs) throws Exception {
        for (String program : programs.split(" ")) {
            switch (program) {
                case "stream" -> stage.killStream();
                case "worker" -> stage.killWorker();
                default -> {
                    for (String tenant : List.copyOf(clients.keySet())) {
                        clients.get(tenant).kill();
                        start(stage, tenant);
                    }
                }
            }
        }
    }

    /** As long as one comes after the other, however long it takes. */
    private void awaitSettled(int lines) throws IOException {
        long changed = System.nanoTime();
        int before = -1;
        for (int now = settled(); now < lines; now = settled()) {
            if (now > before) {
                before = now;
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > PATIENCE.toNanos()) {
                throw new AssertionError("after " + PATIENCE + " still " + now + " of " + lines + " lines; "
                        + clients.values().iterator().next().said());
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private int settled() {
        return clients.keySet().stream().mapToInt(this::settled).sum();
    }

    /** Lines of results so far. */
    private int settled(String tenant) {
        try (Stream<String> lines = Files.lines(data.resolve(tenant).resolve("results.jsonl"))) {
            return (int) lines.count();
        } catch (IOException e) { // not there yet
            return 0;
        }
    }

    private void settle(BatchStage stage, Map<String, Integer> shares) throws Exception {
        Map<String, Integer> ends = new HashMap<>();
        List<String> batches = new ArrayList<>();
        stage.events(event -> {
            if (BatchStage.isEnd(event)) {
                ends.merge(event.getTenant() + "/" + event.getRequestId() + " " + event.getKind(), 1, Integer::sum);
            } else if (BatchStage.isBatchEnd(event)) {
                batches.add(event.getTenant() + " " + event.getRequests().get("completed"));
            }
        });
        Set<String> expected = new HashSet<>();
        for (Map.Entry<String, Integer> share : shares.entrySet()) {
            List<String> ids = IntStream.rangeClosed(1, share.getValue())
                    .mapToObj("spring-%08d"::formatted)
                    .toList();
            ids.forEach(id -> expected.add(share.getKey() + "/" + id + " COMPLETED"));
            requireAll(stage, share.getKey(), ids);
        }
        assertThat(ends.keySet()).isEqualTo(expected);
        assertThat(ends.values()).containsOnly(1);
        assertThat(batches)
                .containsExactlyInAnyOrderElementsOf(shares.entrySet().stream()
                        .map(share -> share.getKey() + " " + share.getValue())
                        .toList());
    }

    /** One picture in the store, one in the folder, one result. */
    private void requireAll(BatchStage stage, String tenant, List<String> ids) throws Exception {
        assertThat(stage.pictures(tenant)).as("objects of %s", tenant).hasSameSizeAs(ids);
        assertThat(new HashSet<>(stage.pictures(tenant))).isEqualTo(new HashSet<>(ids));
        ObjectMapper json = new ObjectMapper();
        List<String> results = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve(tenant).resolve("results.jsonl"))) {
            results.add(json.readTree(line).path("requestId").asText());
        }
        assertThat(results).as("results of %s", tenant).hasSameSizeAs(ids);
        assertThat(new HashSet<>(results)).isEqualTo(new HashSet<>(ids));
        assertThat(data.resolve(tenant).resolve("errors.jsonl")).isEmptyFile();
        try (Stream<Path> files = Files.list(data.resolve(tenant).resolve("pictures"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSameSizeAs(ids);
        }
    }
}
