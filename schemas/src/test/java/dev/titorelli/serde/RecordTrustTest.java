package dev.titorelli.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.Control;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class RecordTrustTest {

    @Test
    void letsAvroMakeOurRecords() {
        Control control = Control.newBuilder().setTenant("atelier").build();

        assertThat(control.getRequestId()).isEmpty();
    }

    @Test
    void trustsGeneratedRecordsAndEnumsOnly() {
        assertThat(RecordTrust.isOurs(Job.class)).isTrue();
        assertThat(RecordTrust.isOurs(Lane.class)).isTrue();
        assertThat(RecordTrust.isOurs(AvroReader.class)).isFalse();
        assertThat(RecordTrust.isOurs(ProcessBuilder.class)).isFalse();
    }

    @Test
    void keepsWhatAvroForbids() {
        Control.newBuilder().setTenant("atelier").build();

        ClassSecurityValidator.validate(String.class);
        assertThatExceptionOfType(SecurityException.class)
                .isThrownBy(() -> ClassSecurityValidator.validate(ProcessBuilder.class));
    }
}
