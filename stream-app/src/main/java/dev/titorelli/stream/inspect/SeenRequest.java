package dev.titorelli.stream.inspect;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.stream.inspect.UnseenInput.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request with all of its inputs known. */
public final class SeenRequest {

    private SeenRequest() {}

    /** A copy of the request in which stored objects stand in the place of what was inspected. */
    public static GenerationRequest of(GenerationRequest request, Map<UnseenInput, ImageObject> found) {
        GenerationRequest seen = GenerationRequest.newBuilder(request).build();
        seen.getStages().forEach(stage -> stage.setInputs(new ArrayList<>(stage.getInputs())));
        found.forEach((unseen, object) -> {
            for (Place place : unseen.places()) {
                List<InputImage> inputs =
                        seen.getStages().get(place.stageIndex()).getInputs();
                inputs.set(place.index(), UnseenInput.known(object));
            }
        });
        return seen;
    }
}
