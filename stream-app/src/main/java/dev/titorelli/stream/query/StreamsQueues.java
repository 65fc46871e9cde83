package dev.titorelli.stream.query;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.catalogue.Catalogue;
import dev.titorelli.stream.catalogue.StoredCatalogue;
import dev.titorelli.stream.queue.QueueBoard;
import dev.titorelli.stream.queue.QueueReport;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** The queues whose tasks Kafka Streams runs here, as their board tells of them; see {@link StreamsHoldings}. */
final class StreamsQueues implements QueueHoldings {

    private final KafkaStreams streams;
    private final QueueNames names;
    private final QueueBoard board;
    private final BooleanSupplier isCutOff;

    /** @param isCutOff whether others may have taken over what this instance believes to own */
    StreamsQueues(KafkaStreams streams, QueueNames names, QueueBoard board, BooleanSupplier isCutOff) {
        this.streams = streams;
        this.names = names;
        this.board = board;
        this.isCutOff = isCutOff;
    }

    @Override
    public Set<Integer> partitions() {
        return isCutOff.getAsBoolean()
                ? Set.of()
                : board.partitions().stream().filter(this::holds).collect(Collectors.toSet());
    }

    @Override
    public List<QueueReport> reports() {
        return board.reports();
    }

    @Override
    public SortedSet<String> known() {
        try {
            Catalogue catalogue = new StoredCatalogue(streams.store(StoreQueryParameters.fromNameAndType(
                    names.models(), QueryableStoreTypes.<String, CatalogueEntry>keyValueStore())));
            SortedSet<String> known = new TreeSet<>();
            catalogue.aliases().stream()
                    .flatMap(alias -> catalogue.model(alias).stream())
                    .forEach(model -> addQueues(model, known));
            return known;
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Collections.emptySortedSet();
        }
    }

    private static void addQueues(CatalogueEntry model, SortedSet<String> known) {
        for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BULK)) {
            model.getBuckets()
                    .forEach(bucket -> known.add(new QueueName(model.getAlias(), bucket.getTokens(), lane).toString()));
        }
    }

    private boolean holds(int partition) {
        try {
            return streams.store(StoreQueryParameters.fromNameAndType(
                                    names.store(), QueryableStoreTypes.<String, byte[]>keyValueStore())
                            .withPartition(partition))
                    != null;
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return false;
        }
    }
}
