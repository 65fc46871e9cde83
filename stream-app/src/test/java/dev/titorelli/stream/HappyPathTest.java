package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.running;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HappyPathTest {

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void tellsTheWayOfARequestInOrder() {
        rig.request(aRequest().build());
        Job job = rig.job();
        rig.outcome(started(job, "w1"));
        rig.outcome(running(job, "w1"));
        rig.outcome(succeeded(job, "w1"));

        List<Event> events = rig.events();
        assertThat(events)
                .extracting(Event::getKind)
                .containsExactly(EventKind.ACCEPTED, EventKind.QUEUED, EventKind.RUNNING, EventKind.COMPLETED);
        assertThat(events).extracting(Event::getSequence).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void completedNamesEveryImageWithItsSeed() {
        rig.request(aRequest().withImages(3).withSeed(7).build());
        rig.jobs().forEach(job -> rig.outcome(succeeded(job, "w1")));

        Event last = last(rig.events());
        assertThat(last.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(last.getImages()).extracting(EventImage::getSeed).containsExactly(7L, 8L, 9L);
        assertThat(last.getImages()).extracting(EventImage::getIndex).containsExactly(0, 1, 2);
        assertThat(last.getJobsDone()).isEqualTo(3);
    }

    static Event last(List<Event> events) {
        return events.get(events.size() - 1);
    }
}
