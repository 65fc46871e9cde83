package dev.titorelli.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.ProgramProcess;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.ClassicGroupState;

/** Two stream apps of one group, programs of their own, and who of them has which partitions. For one thread. */
final class StreamPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_NANOS = 50_000_000;

    private final Path data;
    private final List<String> settings;
    private final String group;
    private final String requests;
    private final int partitions;
    private final Admin admin;
    private final Map<String, ProgramProcess> apps = new TreeMap<>();
    private final Map<String, Path> states = new HashMap<>();
    private final List<Path> said = new ArrayList<>();

    /** Starts both and returns when they share the partitions. */
    StreamPair(Path data, Admin admin, BenchTopics topics, int partitions, List<String> settings) throws Exception {
        this.data = data;
        this.settings = settings;
        this.group = topics.prefix() + "stream-app";
        this.requests = topics.name(Topics.REQUEST);
        this.partitions = partitions;
        this.admin = admin;
        start("a", true);
        start("b", true);
        awaitShared();
    }

    ProgramProcess app(String name) {
        return apps.get(name);
    }

    /** Starts an app of a name whose process is no more. */
    void start(String name, boolean freshState) throws IOException {
        if (freshState) {
            states.put(name, data.resolve("state-" + said.size()));
        }
        Path messages = data.resolve("stream-" + said.size() + ".said");
        said.add(messages);
        List<String> arguments = new ArrayList<>(settings);
        arguments.add("--stream.state.dir=" + states.get(name));
        arguments.add("--kafka.client.id=" + name);
        apps.put(name, ProgramProcess.start(StreamMain.class, messages, arguments));
    }

    /** Waits until both are ready and all partitions have an owner; returns those of each. */
    Map<String, Set<Integer>> awaitShared() throws Exception {
        for (ProgramProcess app : apps.values()) {
            app.awaitReady();
            app.askUntil("/readyz", answer -> answer.statusCode() == 200);
        }
        return awaitOwners(apps.keySet());
    }

    /** Waits until the others are members no more and all partitions are theirs that remain. */
    Map<String, Set<Integer>> awaitOwners(Set<String> members) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Set<Integer>> owners = owners();
        while (!owners.keySet().equals(members) || count(owners) != partitions) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + PATIENCE + " the group's partitions are " + owners);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            owners = owners();
        }
        return owners;
    }

    /** Fails when an app has ended by itself, for a reason that it names. */
    void requireNoneBroken() throws IOException {
        for (Path messages : said) {
            assertThat(Files.readString(messages)).doesNotContain("broken", "unexpected");
        }
    }

    /** Ends both as an operator does: no transaction stays open. */
    void end() throws InterruptedException {
        for (ProgramProcess app : apps.values()) {
            app.terminate();
            app.awaitExit();
        }
    }

    private static int count(Map<String, Set<Integer>> owners) {
        return owners.values().stream().mapToInt(Set::size).sum();
    }

    /** Partitions by app; empty while the group finds its members. A member that is gone and not missed yet has its own name. */
    private Map<String, Set<Integer>> owners() {
        ClassicGroupDescription now = admin.describeClassicGroups(List.of(group))
                .describedGroups()
                .get(group)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Map<String, Set<Integer>> owners = new TreeMap<>();
        Set<String> seen = new TreeSet<>();
        if (now.state() == ClassicGroupState.STABLE) {
            for (MemberDescription member : now.members()) {
                String app = member.clientId().substring(0, member.clientId().indexOf("-StreamThread"));
                owners.put(seen.add(app) ? app : member.consumerId(), partitions(member));
            }
        }
        return owners;
    }

    private Set<Integer> partitions(MemberDescription member) {
        Set<Integer> own = new TreeSet<>();
        member.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().equals(requests))
                .forEach(partition -> own.add(partition.partition()));
        return own;
    }

    @Override
    public void close() {
        apps.values().forEach(ProgramProcess::close);
    }
}
