package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayIdentityTest {

    @Test
    void namesTheOldRequestInTheNewOne() {
        GenerationRequest request = request("acme", "heath");

        assertThat(ReplayIdentity.give(request, "heath-2")).isEqualTo(new RequestId("acme", "heath-2"));
        assertThat(request.getRequestId()).isEqualTo("heath-2");
        assertThat(request.getReplayOf()).isEqualTo("heath");
    }

    @Test
    void givesATenantToARequestThatHadNone() {
        GenerationRequest request = request("No Tenant", "not an id");

        assertThat(ReplayIdentity.give(request, "acme/heath")).hasToString("acme/heath");
        assertThat(request.getReplayOf()).as("an id that nobody may have").isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "heath; a replay needs an id of its own",
                "other/heath-2; a replay stays with its tenant, acme",
                "a b; requestId 'a b': allowed is"
            })
    void refusesAnIdThatWontDo(String as, String why) {
        assertThatThrownBy(() -> ReplayIdentity.give(request("acme", "heath"), as))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(why);
    }

    private static GenerationRequest request(String tenant, String id) {
        return GenerationRequest.newBuilder().setTenant(tenant).setRequestId(id).build();
    }
}
