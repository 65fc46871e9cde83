package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system is killed in the middle of its work and started again on the same directory. */
class RestartIT {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    @TempDir
    private Path data;

    @Test
    void keepsSchemasAndFinishedRequestsAndEndsWhatWasUnfinished() throws Exception {
        GenerationRequest finished = Requests.of(Requests.circle().build());
        RequestId finishedId;
        Map<String, Integer> ids;
        List<Event> said;
        List<RequestId> unfinished = new ArrayList<>();
        try (SystemProcess system = SystemProcess.start(data, MODEL);
                SystemUser user = new SystemUser(system.bootstrapServers(), system.registry())) {
            finishedId = user.send(finished);
            user.awaitEnd(finishedId);
            said = user.eventsOf(finishedId);
            ids = schemaIds(system.registry());
            for (int i = 0; i < 3; i++) {
                unfinished.add(user.send(
                        Requests.of(Requests.circle().setImages(2).setSteps(100).build())));
            }
            user.awaitEvent(unfinished.get(0), EventKind.RUNNING);
            system.kill();
        }

        try (SystemProcess system = SystemProcess.start(data, MODEL);
                SystemUser user = new SystemUser(system.bootstrapServers(), system.registry())) {
            user.send(finished);

            assertThat(schemaIds(system.registry())).isEqualTo(ids);
            for (RequestId request : unfinished) {
                Event end = user.awaitEnd(request);
                assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
                assertThat(end.getImages()).hasSize(2).allSatisfy(image -> assertThat(
                                data.resolve("objects").resolve(image.getImage().getKey()))
                        .isRegularFile());
            }
            assertThat(user.eventsOf(finishedId)).isEqualTo(said);
            assertThat(unfinished).allSatisfy(request -> assertThat(user.eventsOf(request))
                    .filteredOn(event -> SystemUser.FINAL.contains(event.getKind()))
                    .hasSize(1));
        }
    }

    private static Map<String, Integer> schemaIds(SchemaRegistry registry) {
        Map<String, Integer> ids = new TreeMap<>();
        Topics.all().forEach(topic -> {
            String subject = topic.subject(Topics.DEFAULT_PREFIX);
            ids.put(subject, registry.latest(subject).id());
        });
        return ids;
    }
}
