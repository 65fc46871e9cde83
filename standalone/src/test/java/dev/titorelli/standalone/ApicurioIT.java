package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.EventKind;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryContract;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.standalone.setup.SetupReview;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.WorkerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all registries, and the whole way of a request, with Apicurio. */
class ApicurioIT extends SchemaRegistryContract {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    @TempDir
    private static Path data;

    private static Apicurio apicurio;

    @BeforeAll
    static void start() throws Exception {
        apicurio = Apicurio.start(data.resolve("apicurio.said"));
    }

    @AfterAll
    static void stop() {
        apicurio.close();
    }

    @Override
    protected SchemaRegistry registry() {
        return SchemaRegistries.open(RegistrySettings.of(URI.create(apicurio.url())));
    }

    @Test
    void carriesARequestFromClientToPicture() throws Exception {
        ChosenServices chosen = new ChosenServices(
                data.resolve("services"), Optional.of(0), Optional.empty(), Optional.empty(), Optional.empty());
        try (LocalServices services = LocalServices.start(chosen)) {
            SetupPlan plan = new SetupPlan(
                    Topics.DEFAULT_PREFIX,
                    2,
                    1,
                    SetupPlan.BROKERS_REPLICATION,
                    GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
                ClusterSetup.apply(admin, registry(), plan);
                assertThat(SetupReview.findings(admin, registry(), plan)).isEmpty();
            }
            try (ProgramProcess worker = start(services, WorkerMain.class, "--model=" + MODEL);
                    ProgramProcess stream =
                            start(services, StreamMain.class, "--stream.state.dir=" + data.resolve("state"));
                    SystemUser user = new SystemUser(services.bootstrapServers(), registry())) {
                worker.awaitReady();
                stream.awaitReady();

                assertThat(user.awaitEnd(user.send(Requests.of(Requests.circle().build())))
                                .getKind())
                        .isEqualTo(EventKind.COMPLETED);
            }
        }
    }

    private static ProgramProcess start(LocalServices services, Class<?> main, String more) throws IOException {
        return ProgramProcess.start(
                main,
                data.resolve(main.getSimpleName() + ".said"),
                List.of("--config=" + services.settingsFile(), "--schema.registry.url=" + apicurio.url(), more));
    }
}
