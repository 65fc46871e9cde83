package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.Lane;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SchedulerPropertiesTest {

    private static final List<Integer> BUCKETS = List.of(16, 64, 256);

    @Property(tries = 25)
    void neverIdlesWhileAJobHasWorkAndEveryJobEnds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count) {
        Random random = new Random(seed);
        PretendedDevice device = new PretendedDevice(0.2, seed);
        int come = 0;
        int slices = 0;
        while (come < count || !device.held.isEmpty()) {
            if (come < count && random.nextInt(4) == 0) {
                come++;
                add(device, "job-" + come, random);
            }
            boolean had = !device.held.isEmpty();
            assertThat(device.turn()).isEqualTo(had);
            slices += had ? 1 : 0;
            assertThat(slices).as("slices").isLessThan(count * 60);
        }
        assertThat(device.ended).hasSize(count).doesNotHaveDuplicates();
    }

    @Property(tries = 15)
    void bulkGetsItsShareOfABusyDevice(@ForAll long seed, @ForAll @IntRange(min = 5, max = 50) int percent) {
        PretendedDevice device = new PretendedDevice(percent / 100.0, seed);
        device.add("person", Lane.INTERACTIVE, 64, List.of(Jobs.steps(1_000_000, 2, 64)));
        device.add("pipeline", Lane.BULK, 16, List.of(Jobs.steps(1_000_000, 2, 16)));
        for (int i = 0; i < 2_000; i++) {
            device.turn();
        }
        double share = device.laneNanos.getOrDefault(Lane.BULK, 0L) / (double) device.now;

        assertThat(share).isCloseTo(percent / 100.0, within(0.01 + 3.0 * device.longestSlice / device.now));
    }

    @Property(tries = 15)
    void bucketsOfALaneShareTheDeviceEqually(@ForAll long seed) {
        PretendedDevice device = new PretendedDevice(0.1, seed);
        BUCKETS.forEach(bucket ->
                device.add("job-" + bucket, Lane.INTERACTIVE, bucket, List.of(Jobs.steps(1_000_000, 2, bucket))));
        for (int i = 0; i < 3_000; i++) {
            device.turn();
        }
        device.bucketNanos.forEach((bucket, nanos) -> assertThat(nanos / (double) device.now)
                .as("share of bucket %d", bucket)
                .isCloseTo(1.0 / 3, within(0.01 + 3.0 * device.longestSlice / device.now)));
    }

    @Property(tries = 25)
    void noJobWaitsLongerThanItsTurnsAllow(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int count) {
        double share = 0.2;
        Random random = new Random(seed);
        PretendedDevice device = new PretendedDevice(share, seed);
        for (int i = 0; i < count; i++) {
            add(device, "job-" + i, random);
        }
        for (int i = 0; i < 4_000 && device.turn(); i++) {
            // until all have ended, or long enough
        }
        double turns = (count + 2.0) * BUCKETS.size() / share;
        assertThat(device.longestGaps.values()).allMatch(gap -> gap <= turns * device.longestSlice);
        assertThat(device.held).isEmpty();
    }

    private static void add(PretendedDevice device, String id, Random random) {
        int bucket = BUCKETS.get(random.nextInt(BUCKETS.size()));
        Lane lane = random.nextBoolean() ? Lane.INTERACTIVE : Lane.BULK;
        device.add(id, lane, bucket, Jobs.picture(bucket, 1 + random.nextInt(20), 1 + random.nextInt(3)));
    }
}
