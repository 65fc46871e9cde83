package dev.titorelli.stream;

import static org.apache.kafka.streams.StreamsConfig.APPLICATION_SERVER_CONFIG;

import dev.titorelli.program.Instruments;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.stream.lease.AdminEndOffsets;
import dev.titorelli.stream.query.BatchPage;
import dev.titorelli.stream.query.QueryPages;
import dev.titorelli.stream.query.QueueNames;
import dev.titorelli.stream.queue.AdminJobTopics;
import dev.titorelli.stream.queue.QueueNode;
import dev.titorelli.topic.Topics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running stream app: requests become jobs, outcomes become events. Safe for several threads. */
public final class StreamApp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamApp.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics clientMeters;
    private final QueueMeters queueMeters;
    private final AdminEndOffsets endOffsets;
    private final AdminJobTopics jobTopics;
    private final Admin admin;
    private final ExecutorService asking;
    private final CountDownLatch settled = new CountDownLatch(1);

    private StreamApp(
            KafkaStreams streams,
            QueueMeters queueMeters,
            AdminEndOffsets endOffsets,
            AdminJobTopics jobTopics,
            Admin admin,
            ExecutorService asking) {
        this.streams = streams;
        this.clientMeters = new KafkaStreamsMetrics(streams);
        this.queueMeters = queueMeters;
        this.endOffsets = endOffsets;
        this.jobTopics = jobTopics;
        this.admin = admin;
        this.asking = asking;
    }

    /** Starts with nobody to tell when the process is broken; see {@link #state()}. */
    public static StreamApp start(StreamSettings settings, SchemaRegistry registry) {
        return start(settings, registry, Instruments.unwatched(), failure -> {});
    }

    /**
     * Registers the schemas, checks the topics and starts; does not wait until it runs.
     *
     * @param instruments told whether it is alive and ready, and what it does
     * @param onBroken called once a thread has died of an error that is neither a user's nor a job's; the process should
     *     exit
     * @throws dev.titorelli.fault.CannotStart when topics are missing or their partition counts differ
     * @throws dev.titorelli.registry.SchemaRegistryException when schemas can't be registered
     */
    public static StreamApp start(
            StreamSettings settings, SchemaRegistry registry, Instruments instruments, Consumer<Throwable> onBroken) {
        Properties config = StreamConfig.of(settings);
        Admin admin = Admin.create(AdminConfig.of(settings));
        ExecutorService asking = Executors.newSingleThreadExecutor(StreamApp::askingThread);
        try {
            int partitions = PartitionCounts.ask(admin, settings.topicPrefix());
            AdminEndOffsets endOffsets = new AdminEndOffsets(
                    admin,
                    settings.topicPrefix(),
                    settings.applicationId(),
                    partitions,
                    settings.lease().tick());
            AdminJobTopics jobTopics = new AdminJobTopics(admin);
            QueueNode.Sights sights = QueueNode.Sights.empty();
            Surroundings around = new Surroundings(
                    partitions,
                    registry,
                    endOffsets,
                    jobTopics,
                    asking,
                    new StreamMeters(instruments.meters(), StreamTopology.DECODING_NODES),
                    sights);
            // The address under which the others ask this instance for requests that it owns.
            instruments.pages().address().ifPresent(here -> config.putIfAbsent(APPLICATION_SERVER_CONFIG, here));
            KafkaStreams streams = new KafkaStreams(StreamTopology.of(settings, around), config);
            QueryPages.Footing footing = new QueryPages.Footing(
                    settings.applicationId(),
                    StreamTopology.stateNames(settings, partitions),
                    endOffsets::silence,
                    StreamConfig.session(config));
            QueueNames queues =
                    StreamTopology.queueNames(PartitionCounts.of(admin, Topics.QUEUE.name(settings.topicPrefix())));
            QueryPages.add(instruments.pages(), streams, footing);
            QueryPages.addBacklog(instruments.pages(), streams, footing, queues, sights.board());
            BatchPage.add(
                    instruments.pages(),
                    streams,
                    footing.of(StreamTopology.batchNames(
                            settings, PartitionCounts.of(admin, Topics.BATCH.name(settings.topicPrefix())))));
            QueueMeters queueMeters = new QueueMeters(instruments.meters(), sights.board());
            StreamApp app = new StreamApp(streams, queueMeters, endOffsets, jobTopics, admin, asking);
            app.clientMeters.bindTo(instruments.meters());
            new StreamChecks(streams, endOffsets).addTo(instruments.health());
            app.begin(onBroken);
            return app;
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            asking.shutdownNow();
            throw e;
        }
    }

    private static Thread askingThread(Runnable asking) {
        Thread thread = new Thread(asking, "ask-for-schemas");
        thread.setDaemon(true);
        return thread;
    }

    private void begin(Consumer<Throwable> onBroken) {
        streams.setStateListener((now, before) -> follow(now));
        LostTransactions lost = new LostTransactions(Clock.systemUTC());
        streams.setUncaughtExceptionHandler(failure -> ended(failure, lost, onBroken));
        endOffsets.start();
        jobTopics.start();
        queueMeters.start();
        streams.start();
    }

    private static StreamThreadExceptionResponse ended(
            Throwable failure, LostTransactions lost, Consumer<Throwable> onBroken) {
        if (lost.forgive(failure)) {
            log.atWarn().setCause(failure).log("the broker gave up a transaction: a new stream thread reads it again");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        log.atError().setCause(failure).log("the stream app is broken and stops");
        onBroken.accept(failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void follow(State now) {
        if (now == State.REBALANCING) {
            endOffsets.rebalanced();
        }
        if (now == State.RUNNING || now == State.ERROR || now == State.PENDING_ERROR) {
            settled.countDown();
        }
        log.atInfo().addKeyValue("state", now).log("stream app");
    }

    /** Waits until it has run once; false when it did not within this time, or broke. */
    public boolean awaitRunning(Duration patience) {
        try {
            return settled.await(patience.toMillis(), TimeUnit.MILLISECONDS)
                    && streams.state().isRunningOrRebalancing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What Kafka Streams says; ERROR means that the process is broken. */
    public State state() {
        return streams.state();
    }

    /** What Kafka Streams and its clients measure now. */
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    /** Stops within twenty seconds; state stays. */
    @Override
    public void close() {
        clientMeters.close();
        queueMeters.close();
        // Leaving the group spares the next start the session's time-out.
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        endOffsets.close();
        jobTopics.close();
        asking.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
