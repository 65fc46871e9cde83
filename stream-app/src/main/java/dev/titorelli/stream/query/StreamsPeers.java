package dev.titorelli.stream.query;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;

/** The other instances as the group's last assignment told them. */
final class StreamsPeers implements Peers {

    private final KafkaStreams streams;
    private final StateNames names;
    private final String self;

    /** @param self this instance's own address, {@code host:port} */
    StreamsPeers(KafkaStreams streams, StateNames names, String self) {
        this.streams = streams;
        this.names = names;
        this.self = self;
    }

    @Override
    public List<Peer> others() {
        try {
            return streams.metadataForAllStreamsClients().stream()
                    .filter(instance -> !instance.hostInfo().equals(HostInfo.unavailable()))
                    .map(this::peer)
                    .filter(peer -> !peer.address().equals(self))
                    .toList();
        } catch (StreamsNotStartedException | IllegalStateException e) { // it does not run yet, or no longer
            return List.of();
        }
    }

    private Peer peer(StreamsMetadata instance) {
        Set<Integer> partitions = instance.topicPartitions().stream()
                .filter(partition -> partition.topic().equals(names.requestTopic()))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
        String host = instance.host();
        return new Peer((host.contains(":") ? "[" + host + "]" : host) + ":" + instance.port(), partitions);
    }
}
