package dev.titorelli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.worker.object.FileObjectStore;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeasuredObjectStoreTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsWhatIsAbsent() {
        new MeasuredObjectStore(new InMemoryObjectStore(), registry).head("images/a.png");

        assertThat(calls("head", "absent")).isEqualTo(1);
    }

    @Test
    void countsAStoreThatDoesNotAnswerAndTellsItOn() {
        MeasuredObjectStore store = new MeasuredObjectStore(new FileObjectStore(Path.of("no-such-folder")), registry);

        assertThatThrownBy(() -> store.get("images/a.png")).isInstanceOf(ObjectStoreUnavailableException.class);
        assertThat(calls("get", "unavailable")).isEqualTo(1);
    }

    private long calls(String call, String result) {
        return registry.get("titorelli.object.calls")
                .tags("call", call, "result", result)
                .timer()
                .count();
    }
}
