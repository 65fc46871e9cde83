package dev.titorelli.standalone.cli;

import dev.titorelli.health.Health;
import dev.titorelli.health.HealthServer;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.http.Pages;
import dev.titorelli.metrics.ProgramMetrics;
import dev.titorelli.program.Instruments;
import dev.titorelli.settings.SettingKeys;

/** What {@code up} is watched with: one server, one registry, for stream app and worker together. */
final class WatchDesk implements AutoCloseable {

    private final Health health = new Health();
    private final ProgramMetrics metrics = new ProgramMetrics();
    private final Pages pages = new Pages();
    private final HealthServer server;

    private WatchDesk(HttpSettings http) {
        this.server = http.port().isPresent() ? HealthServer.start(http, health, metrics::scrape, pages) : null;
    }

    /**
     * Answers on the loopback address.
     *
     * @param port a number, 0 for a free one, or {@code off}
     */
    static WatchDesk open(String port) {
        if (!SettingKeys.HTTP_PORT.kind().allows(port)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--http-port " + port + ": allowed is "
                            + SettingKeys.HTTP_PORT.kind().allowed());
        }
        return new WatchDesk(HttpSettings.of(SettingKeys.HTTP_HOST.fallback(), port));
    }

    Instruments instruments() {
        return new Instruments(health, metrics.registry(), pages);
    }

    /** Where it answers, for people. */
    String place() {
        return server == null ? "off" : server.url().toString();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        metrics.close();
    }
}
