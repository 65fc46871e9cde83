package dev.titorelli.stream.inspect;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.storedInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.stream.inspect.UnseenInput.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnseenInputTest {

    private static final ImageObject FOUND = new ImageObject("inputs/acme/x", "ab".repeat(32), "image/png", 3, 2);

    @Test
    void isOneForAllPlacesThatNameTheSame() {
        List<UnseenInput> unseen = UnseenInput.of(request());

        assertThat(unseen).extracting(UnseenInput::shown).containsExactly("https://example.org/a", "inputs/acme/y");
        assertThat(unseen.get(0).places())
                .extracting(Place::path)
                .containsExactly("stages[0].inputs[1]", "stages[1].inputs[0]");
    }

    @Test
    void isNoObjectWithDigestAndSize() {
        assertThat(UnseenInput.isUnseen(storedInput(64, 64))).isFalse();
        assertThat(UnseenInput.isUnseen(storedInput(0, 64))).isTrue();
        assertThat(UnseenInput.isUnseen(storedInput(64, 0))).isTrue();
    }

    @Test
    void isReplacedEverywhereInACopy() {
        GenerationRequest request = request();
        UnseenInput address = UnseenInput.of(request).get(0);

        GenerationRequest seen = SeenRequest.of(request, Map.of(address, FOUND));

        InputImage known = new InputImage(FOUND, null, null);
        assertThat(seen.getStages().get(0).getInputs()).containsExactly(storedInput(64, 64), known);
        assertThat(seen.getStages().get(1).getInputs().get(0)).isEqualTo(known);
        assertThat(request).isEqualTo(request());
    }

    private static GenerationRequest request() {
        InputImage address = new InputImage(null, null, "https://example.org/a?token=secret");
        InputImage object = new InputImage(new ImageObject("inputs/acme/y", "", "", 0, 0), null, null);
        Stage second = Stage.newBuilder(stage("second", ""))
                .setInputs(List.of(address, object))
                .build();
        return aRequest()
                .withInputs(storedInput(64, 64), address)
                .withStage(second)
                .build();
    }
}
