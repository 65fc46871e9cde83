package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What can happen to a running cluster, one thing after the other, over and over, on a thread of its own. */
final class ClusterFaults {

    private static final int SIGTERM = 143;

    private final ClusterPrograms cluster;
    private final Queue<ProgramProcess> streams = new ArrayDeque<>();
    private final Queue<ProgramProcess> workers = new ArrayDeque<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private volatile boolean ending;
    private CompletableFuture<Void> running;

    /** Starts two stream apps and two workers, and returns when they are ready. */
    ClusterFaults(ClusterPrograms cluster) throws Exception {
        this.cluster = cluster;
        for (int i = 0; i < 2; i++) {
            streams.add(cluster.stream());
            workers.add(cluster.worker());
        }
        awaitAllReady();
    }

    private record Fault(String name, Happening happening) {}

    private interface Happening {
        void happen() throws Exception;
    }

    void begin() {
        running = CompletableFuture.runAsync(this::happen, work -> new Thread(work, "faults").start());
    }

    /** Ends after the fault that goes on, and tells how often each has happened. */
    Map<String, Integer> end() {
        ending = true;
        running.join();
        return done;
    }

    private void happen() {
        List<Fault> all = List.of(
                new Fault("worker killed", () -> replaceKilled(workers)),
                new Fault("broker restarted", () -> restart(broker())),
                new Fault("stream app killed", () -> replaceKilled(streams)),
                new Fault("broker killed", () -> revive(broker())),
                new Fault("broker killed, a stream app and a worker joined meanwhile", () -> joinWithout(broker())),
                new Fault("stream app added, another ended", () -> replaceEnded(streams)),
                new Fault("worker added, another ended", () -> replaceEnded(workers)));
        for (int i = 0; !ending; i++) {
            Fault fault = all.get(i % all.size());
            try {
                fault.happening().happen();
            } catch (Exception e) {
                throw new AssertionError(fault.name(), e);
            }
            done.merge(fault.name(), 1, Integer::sum);
        }
    }

    private BrokerNode broker() {
        return cluster.brokers()
                .node(1 + done.values().stream().mapToInt(i -> i).sum() % 3);
    }

    private void restart(BrokerNode broker) throws Exception {
        broker.stop();
        broker.start();
        cluster.brokers().awaitWhole();
    }

    private void revive(BrokerNode broker) throws Exception {
        broker.kill();
        broker.start();
        cluster.brokers().awaitWhole();
    }

    private void joinWithout(BrokerNode broker) throws Exception {
        broker.kill();
        replaceEnded(streams);
        replaceEnded(workers);
        broker.start();
        cluster.brokers().awaitWhole();
    }

    private void replaceKilled(Queue<ProgramProcess> programs) throws Exception {
        programs.remove().kill();
        add(programs);
    }

    private void replaceEnded(Queue<ProgramProcess> programs) throws Exception {
        add(programs);
        ProgramProcess oldest = programs.remove();
        oldest.terminate();
        assertThat(oldest.awaitExit()).isEqualTo(SIGTERM);
    }

    private void add(Queue<ProgramProcess> programs) throws Exception {
        programs.add(programs == streams ? cluster.stream() : cluster.worker());
        awaitAllReady();
    }

    private void awaitAllReady() throws Exception {
        cluster.requireNoneBroken();
        for (ProgramProcess stream : streams) {
            stream.awaitReady();
        }
        for (ProgramProcess worker : workers) {
            worker.awaitReady();
        }
    }
}
