package dev.titorelli.program;

import dev.titorelli.cluster.KafkaRefusal;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.health.Health;
import dev.titorelli.health.HealthServer;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.http.Pages;
import dev.titorelli.metrics.ProgramMetrics;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.settings.SettingsException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs until SIGTERM or Ctrl-C, which closes it, or until it is broken. What keeps it from starting is one
 * message on the error stream.
 */
public final class Program {

    /** Exit code: wrong settings. */
    public static final int WRONG_SETTINGS = 2;

    /** Exit code: Kafka, the schema registry or the object store does not answer. */
    public static final int UNREACHABLE = 5;

    /** Exit code: cluster, model or machine lack something. */
    public static final int CANNOT_START = 6;

    /** Exit code: broken while it ran. */
    public static final int BROKEN = 70;

    private static final Logger log = LoggerFactory.getLogger(Program.class);

    private final String name;
    private final PrintStream err;
    private final Health health = new Health();
    private final ProgramMetrics metrics = new ProgramMetrics();
    private final Pages pages = new Pages();
    private HealthServer server;

    /**
     * @param name before every message
     * @param err where messages go
     */
    public Program(String name, PrintStream err) {
        this.name = name;
        this.err = err;
    }

    /** Starts what runs. */
    @FunctionalInterface
    public interface Start {
        /**
         * Returns when it runs.
         *
         * @param onBroken to be told when it can't go on
         * @return what closing it, once, drains and stops
         */
        AutoCloseable start(Consumer<Throwable> onBroken) throws InterruptedException;
    }

    /** What the parts of the program are watched with. */
    public Instruments instruments() {
        return new Instruments(health, metrics.registry(), pages);
    }

    /**
     * Answers {@code /livez}, {@code /readyz}, {@code /metrics} and the pages of the parts from now on until the program has
     * ended.
     *
     * @throws CannotStart when it can't listen there
     */
    public void serve(HttpSettings http) {
        if (http.port().isPresent()) {
            server = HealthServer.start(http, health, metrics::scrape, pages);
            say("health and metrics at " + server.url());
        }
    }

    /** Starts, waits and closes; returns the exit code. A process that is told to end does not return from here. */
    public int run(Start start) {
        try {
            return watch(start);
        } finally {
            if (server != null) {
                server.close();
            }
            metrics.close();
        }
    }

    private int watch(Start start) {
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        try {
            AutoCloseable running = start.start(broken::complete);
            Once once = new Once(running);
            Thread hook = new Thread(() -> stop(once), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            health.started();
            say("ready");
            Throwable cause = broken.join();
            log.atError().setCause(cause).log("broken");
            say("broken, the log tells more: " + KafkaRefusal.told(cause));
            health.draining();
            once.close();
            Runtime.getRuntime().removeShutdownHook(hook);
            return BROKEN;
        } catch (SettingsException e) {
            return refused(e, e.getMessage(), WRONG_SETTINGS);
        } catch (SchemaRegistryException e) {
            boolean silent = e instanceof SchemaRegistryException.Unavailable;
            return refused(e, "schema registry: " + e.getMessage(), silent ? UNREACHABLE : CANNOT_START);
        } catch (CannotStart e) {
            return refused(e, e.getMessage(), e.isUnreachable() ? UNREACHABLE : CANNOT_START);
        } catch (KafkaException e) {
            return refused(e, KafkaRefusal.told(e), CANNOT_START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BROKEN;
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("an error that nobody foresaw");
            say("unexpected: " + e);
            return BROKEN;
        }
    }

    /** Says something to the one who watches the process. */
    public void say(String message) {
        err.println(name + ": " + message);
    }

    private int refused(RuntimeException why, String told, int code) {
        log.atError().setCause(why).log("can't start");
        say(told);
        return code;
    }

    private void stop(Once once) {
        health.draining();
        say("stopping");
        once.close();
        say("stopped");
    }

    /** Closes something, whoever asks for it, once; who comes second waits until it is done. */
    private static final class Once {

        private final AutoCloseable running;
        private boolean closed;

        Once(AutoCloseable running) {
            this.running = running;
        }

        synchronized void close() {
            if (!closed) {
                closed = true;
                try {
                    running.close();
                } catch (Exception e) {
                    log.atError().setCause(e).log("could not stop cleanly");
                }
            }
        }
    }
}
