package dev.titorelli.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/** Three brokers, each also a controller, as stock as Kafka comes. For one thread. */
final class BrokerCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long PAUSE_MS = 200;

    private final List<BrokerNode> nodes;
    private final String bootstrapServers;
    private final Admin admin;

    private BrokerCluster(List<BrokerNode> nodes, String bootstrapServers) {
        this.nodes = nodes;
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Starts the brokers and returns when all of them serve. */
    static BrokerCluster start(Path directory) throws Exception {
        List<Integer> ports = freePorts(2 * NODES);
        String voters = IntStream.range(0, NODES)
                .mapToObj(i -> (i + 1) + "@127.0.0.1:" + ports.get(NODES + i))
                .collect(Collectors.joining(","));
        String bootstrap =
                ports.stream().limit(NODES).map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        List<BrokerNode> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            BrokerNode.Address address = new BrokerNode.Address(i + 1, ports.get(i), ports.get(NODES + i), voters);
            nodes.add(BrokerNode.of(directory.resolve("broker-" + (i + 1)), address, clusterId));
        }
        BrokerCluster cluster = new BrokerCluster(nodes, bootstrap);
        for (BrokerNode node : nodes) {
            node.start();
        }
        cluster.awaitWhole();
        return cluster;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Admin admin() {
        return admin;
    }

    BrokerNode node(int id) {
        return nodes.get(id - 1);
    }

    /** The broker that leads a topic's first partition. */
    BrokerNode leaderOf(String topic) throws Exception {
        return node(describe(List.of(topic))
                .iterator()
                .next()
                .partitions()
                .get(0)
                .leader()
                .id());
    }

    /** Waits until every broker serves and every copy of every partition has caught up. */
    void awaitWhole() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isWhole()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the cluster is not whole after " + PATIENCE);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    private boolean isWhole() throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size() == NODES
                    && describe(admin.listTopics().names().get()).stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(BrokerCluster::isInSync);
        } catch (ExecutionException e) {
            return false;
        }
    }

    private Collection<TopicDescription> describe(Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values();
    }

    private static boolean isInSync(TopicPartitionInfo partition) {
        return partition.leader() != null
                && partition.isr().size() == partition.replicas().size();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        nodes.forEach(BrokerNode::close);
    }

    /** Ports that nobody listens on now; they are told to all nodes before any of them listens. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
