package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Ledger;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.object.ObjectMetadata;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LedgerSumsTest {

    @Test
    void fitBesideThePicturesOwnMetadataWhateverAJobCosts() {
        Ledger ledger = Ledger.newBuilder()
                .setQueueMs(Long.MAX_VALUE)
                .setStepMs(Long.MAX_VALUE)
                .setDeviceMs(Long.MAX_VALUE)
                .setRowsSeen(12.345)
                .build();
        SortedMap<String, String> values = new TreeMap<>(LedgerSums.of(ledger));
        int bytes = values.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        values.put("job-digest", Sha256.of("a"));
        values.put("pixel-digest", Sha256.of("b"));
        values.put("profile-digest", Sha256.of("c"));
        assertThat(new ObjectMetadata("image/png", Sha256.of("d"), values).value("rows-mean"))
                .isEqualTo("12.35");
        assertThat(bytes).isLessThan(ObjectMetadata.MAX_USER_BYTES / 2);
    }
}
