package dev.titorelli.header;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Progress;
import dev.titorelli.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Makes each record of event.v1 and progress.v1 a CloudEvent 1.0 in binary mode: its attributes stand in headers, its
 * value stays what it is. Other records get nothing. Safe for several threads.
 *
 * <ul>
 *   <li>{@code ce_source} is {@code /} and the topic's full name; {@code ce_id} is unique within it: of an event
 *       {@code tenant/requestId/sequence}, of progress {@code jobId#attempt#workerRun#step#epochMs}, with {@code #preview} behind it for a preview
 *   <li>{@code ce_subject} is the request, {@code tenant/requestId}, or the job
 *   <li>{@code ce_type} is {@code dev.titorelli.request.<kind>.v1} or {@code dev.titorelli.job.progress.v1}
 *   <li>of the event that a batch is done they are {@code tenant/batch#completed#epochMs}, {@code tenant/batch} and
 *       {@code dev.titorelli.batch.completed.v1}
 *   <li>{@code content-type} is the attribute datacontenttype, as the binding wants it
 *   <li>{@code ce_traceparent}, of the extension for tracing, repeats the record's trace header
 * </ul>
 *
 * <p>Binding: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
public final class CloudEventHeaders {

    /** The media type of values: Confluent's framing around Avro's binary form. */
    public static final String CONTENT_TYPE = "application/vnd.confluent.avro";

    private static final byte[] SPEC_VERSION = bytes("1.0");
    private static final byte[] MEDIA_TYPE = bytes(CONTENT_TYPE);
    private static final byte[] PROGRESS_TYPE = bytes("dev.titorelli.job.progress.v1");
    private static final byte[] BATCH_TYPE = bytes("dev.titorelli.batch.completed.v1");

    private static final Map<EventKind, byte[]> EVENT_TYPES = eventTypes();

    private final byte[] source;

    private CloudEventHeaders(byte[] source) {
        this.source = source;
    }

    /** Of a topic's records. */
    public static CloudEventHeaders of(Topic<?> topic, String prefix) {
        return new CloudEventHeaders(bytes("/" + topic.name(prefix)));
    }

    /** Adds what a record's value says, beside the trace that its headers have already. */
    public void addTo(Headers headers, SpecificRecord value) {
        if (value instanceof Event event && event.getKind() == EventKind.BATCH_COMPLETED) {
            String batch = event.getTenant() + "/" + event.getBatch();
            String id = batch + "#completed#" + event.getAt().toEpochMilli();
            add(headers, event.getAt(), id, batch, BATCH_TYPE);
        } else if (value instanceof Event event) {
            String request = event.getTenant() + "/" + event.getRequestId();
            add(headers, event.getAt(), request + "/" + event.getSequence(), request, EVENT_TYPES.get(event.getKind()));
        } else if (value instanceof Progress progress) {
            add(headers, progress.getAt(), id(progress), progress.getJobId(), PROGRESS_TYPE);
        }
    }

    private void add(Headers headers, Instant time, String id, String subject, byte[] type) {
        headers.add("ce_specversion", SPEC_VERSION)
                .add("ce_id", bytes(id))
                .add("ce_source", source)
                .add("ce_type", type)
                .add("ce_subject", bytes(subject))
                .add("ce_time", bytes(time.toString()))
                .add("content-type", MEDIA_TYPE);
        Header trace = headers.lastHeader(Trace.NAME);
        if (trace != null) {
            headers.add("ce_traceparent", trace.value());
        }
    }

    private static Map<EventKind, byte[]> eventTypes() {
        Map<EventKind, byte[]> types = new EnumMap<>(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            types.put(kind, bytes("dev.titorelli.request." + kind.name().toLowerCase(Locale.ROOT) + ".v1"));
        }
        return types;
    }

    /** A run that begins anew tells the same steps again, at another time; a preview is told of beside its step. */
    private static String id(Progress progress) {
        return "%s#%d#%s#%d#%d%s"
                .formatted(
                        progress.getJobId(),
                        progress.getAttempt(),
                        progress.getWorkerRun(),
                        progress.getStep(),
                        progress.getAt().toEpochMilli(),
                        progress.getPreview() == null ? "" : "#preview");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
