package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageStandingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"jobs":4,"done":0,"failed":0,"planned":false}                          | waiting | 0 of 4 done
            {"jobs":4,"done":1,"failed":0,"planned":true}                           | running | 1 of 4 done
            {"jobs":4,"done":4,"failed":0,"planned":true,"keep":false}              | done    | 4 of 4 done, not kept
            {"jobs":4,"done":3,"failed":1,"planned":true}                           | failed  | 3 of 4 done, 1 failed
            {"jobs":4,"done":2,"failed":2,"leftOut":2,"planned":true}               | done    | 2 of 4 done, 2 left out
            {"jobs":4,"done":1,"failed":3,"leftOut":2,"planned":true,"keep":true}   | failed  | 1 of 4 done, 1 failed, 2 left out
            """)
    void tellsHowFarAStageIs(String stage, String state, String counts) throws JsonProcessingException {
        StageStanding standing = StageStanding.of(new ObjectMapper().readTree(stage));

        assertThat(standing.state()).isEqualTo(state);
        assertThat(standing.counts()).isEqualTo(counts);
    }
}
