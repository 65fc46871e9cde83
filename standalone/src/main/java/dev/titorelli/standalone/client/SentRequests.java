package dev.titorelli.standalone.client;

import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.client.TopicReading.Span;
import dev.titorelli.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the body of a request that was sent, as long as request.v1 keeps it. For one thread. */
final class SentRequests {

    private final Addresses addresses;
    private final AvroReader<GenerationRequest> reader;

    SentRequests(Addresses addresses, SchemaRegistry registry) {
        this.addresses = addresses;
        this.reader = AvroReader.of(Topics.REQUEST, registry);
    }

    /**
     * The first request of this identity, which is the one that was taken. Reads the partition that owns it, and the others
     * when it is not there, for clients place records as they like: as long as that takes.
     */
    Optional<GenerationRequest> find(RequestId id) {
        try (TopicReading reading = new TopicReading(addresses)) {
            List<Span> spans = new ArrayList<>(reading.spans(Topics.REQUEST.name(addresses.prefix())));
            int owner = OwnerPartition.of(id.toString(), spans.size());
            spans.sort(Comparator.comparing(span -> span.partition().partition() != owner));
            for (Span span : spans) {
                Optional<GenerationRequest> found = first(reading, span, id);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    private Optional<GenerationRequest> first(TopicReading reading, Span span, RequestId id) {
        List<GenerationRequest> found = new ArrayList<>();
        reading.read(span, record -> {
            if (found.isEmpty()
                    && reader.read(record.value()) instanceof Decoded.Value<GenerationRequest> read
                    && isOf(read.value(), id)) {
                found.add(read.value());
            }
        });
        return found.stream().findFirst();
    }

    private static boolean isOf(GenerationRequest request, RequestId id) {
        return request.getTenant().equals(id.tenant()) && request.getRequestId().equals(id.id());
    }
}
