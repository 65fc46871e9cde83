package dev.titorelli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away and comes back on the same address. */
final class BrokerOutageIT {

    @TempDir
    private Path directory;

    private final AllowedSteps steps = new AllowedSteps();
    private final FakePainter painter = new FakePainter(steps::take);

    @Test
    void goesOnByItselfWithTheJobItHoldsAndWithTheNext() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        String address = kafka.bootstrapServers();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (WorkerBench bench = new WorkerBench(address)) {
            bench.startWorker(painter);
            steps.allow(1);
            bench.release(bench.job("held", 16, Lane.INTERACTIVE));
            bench.outcomesUntil("held", OutcomeKind.RUNNING);

            kafka.close();
            steps.allow(100); // the picture is done while nobody can be told
            kafka = EmbeddedKafka.start(directory, port);

            bench.outcomesUntil("held", OutcomeKind.SUCCEEDED);
            bench.release(bench.job("next", 64, Lane.BULK));
            assertThat(bench.outcomesUntil("next", OutcomeKind.SUCCEEDED))
                    .extracting(Outcome::getKind)
                    .containsExactly(OutcomeKind.STARTED, OutcomeKind.RUNNING, OutcomeKind.SUCCEEDED);
            assertThat(bench.broken()).isEmpty();
            assertThat(painter.paintings()).isEqualTo(2);
        } finally {
            kafka.close();
        }
    }
}
