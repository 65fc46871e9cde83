package dev.titorelli.standalone;

import dev.titorelli.health.Health;
import dev.titorelli.health.HealthServer;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.http.Pages;
import dev.titorelli.program.Instruments;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.stream.StreamApp;
import dev.titorelli.stream.StreamSettings;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.request.RetentionSettings;
import dev.titorelli.uri.UriAllowList;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** A stream app in this process, of the settings of {@code up} but for what depends on how long its folder has lain. */
final class FolderStream implements AutoCloseable {

    private static final Duration FOR_EVER = Duration.ofDays(10_000);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HealthServer server;
    private final StreamApp app;

    /** @param tick how often a worker's silence is looked at */
    FolderStream(StreamSettings up, Duration tick, FolderSystem system) {
        Health health = new Health();
        Pages pages = new Pages();
        this.server = HealthServer.start(HttpSettings.of("127.0.0.1", "0"), health, () -> "", pages);
        Instruments instruments = new Instruments(health, new SimpleMeterRegistry(), pages);
        this.app = StreamApp.start(timeless(up, tick), system.registry(), instruments, failure -> {});
        if (!app.awaitRunning(PATIENCE)) {
            throw new AssertionError("the stream app does not run: " + app.state());
        }
    }

    private static StreamSettings timeless(StreamSettings up, Duration tick) {
        LeaseSettings lease = LeaseSettings.DEFAULTS;
        InspectionSettings inspection = InspectionSettings.DEFAULTS;
        return up.withRetention(RetentionSettings.DEFAULTS.remembering(FOR_EVER, RetentionSettings.DEFAULTS.requests()))
                .withLease(new LeaseSettings(
                        tick,
                        lease.maxTickGap(),
                        lease.silentTicks(),
                        lease.attempts(),
                        lease.recordLock(),
                        lease.backoff()))
                .withInspection(new InspectionSettings(
                        UriAllowList.of(List.of()),
                        inspection.timeout(),
                        FOR_EVER,
                        inspection.attempts(),
                        inspection.maxInputs()));
    }

    StreamQueries queries() {
        return new StreamQueries(List.of(server.url()));
    }

    /** Stops it as {@code up} does. */
    @Override
    public void close() {
        app.close();
        server.close();
    }
}
