package dev.titorelli.standalone;

import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.FileObjectStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Another worker of a running system, in a process of its own, which can be killed. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final String workerRun;

    private WorkerProcess(Process process, String workerRun) {
        this.process = process;
        this.workerRun = workerRun;
    }

    /** The process: brokers, registry, model, objects, file in which to tell the run when it is ready. */
    public static void main(String[] args) throws Exception {
        SchemaRegistry registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(args[1])));
        OmniGen model = OmniGen.open(Path.of(args[2]));
        GpuWorker worker = GpuWorker.start(
                WorkerSettings.of(args[0], "shapes"), model, new FileObjectStore(Path.of(args[3])), registry);
        if (!worker.awaitReady(Duration.ofMinutes(1))) {
            throw new IllegalStateException("the worker did not become ready");
        }
        Path unfinished = Path.of(args[4] + ".new");
        Files.writeString(unfinished, worker.workerRun());
        Files.move(unfinished, Path.of(args[4]), StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }

    /** Returns when the worker asks for jobs. */
    static WorkerProcess start(LocalSystem system, Path model, Path told) throws Exception {
        Process process = SystemProcess.java(
                WorkerProcess.class,
                system.bootstrapServers(),
                system.registryUrl(),
                model.toString(),
                system.objectsRoot().toString(),
                told.toString());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(told)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new AssertionError("the worker's process did not become ready");
            }
        }
        return new WorkerProcess(process, Files.readString(told));
    }

    String workerRun() {
        return workerRun;
    }

    /** Ends the process as a power cut would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
