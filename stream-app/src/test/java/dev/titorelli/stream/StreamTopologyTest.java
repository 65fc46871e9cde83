package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StreamTopologyTest {

    @Test
    void isWiredAsDescribed() throws IOException {
        StreamSettings settings = StreamSettings.of("nowhere:1", Path.of("unused"));
        Surroundings around =
                new Surroundings(4, new InMemorySchemaRegistry(), new FakeEndOffsets(), topic -> true, Runnable::run);

        String described = StreamTopology.of(settings, around).describe().toString();

        assertThat(described).isEqualTo(expected());
    }

    private static String expected() throws IOException {
        try (InputStream text = StreamTopologyTest.class.getResourceAsStream("/expected_topology.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
