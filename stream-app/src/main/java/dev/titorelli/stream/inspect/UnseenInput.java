package dev.titorelli.stream.inspect;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.uri.InputUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture that a request takes in and of which digest or size are not known: an address, or an object of which the request does not say
 * enough. One for all inputs that name the same.
 *
 * @param input what the request says of it
 * @param places where the request names it, the first of them being its name among the inspections
 */
public record UnseenInput(InputImage input, List<Place> places) {

    /** An input of a request: the n-th of the i-th stage. */
    public record Place(int stageIndex, String stage, int index) {

        /** As violations name it. */
        public String path() {
            return "stages[" + stageIndex + "].inputs[" + index + "]";
        }
    }

    /** Whether it has to be looked at before it can be planned with. */
    public static boolean isUnseen(InputImage input) {
        ImageObject object = input.getObject();
        return input.getUri() != null || (object != null && isUnknown(object));
    }

    /** The distinct ones of a request, in the order in which it names them. */
    public static List<UnseenInput> of(GenerationRequest request) {
        Map<String, UnseenInput> found = new LinkedHashMap<>();
        for (int i = 0; i < request.getStages().size(); i++) {
            Stage stage = request.getStages().get(i);
            for (int n = 0; n < stage.getInputs().size(); n++) {
                InputImage input = stage.getInputs().get(n);
                if (isUnseen(input)) {
                    found.computeIfAbsent(identity(input), unused -> new UnseenInput(input, new ArrayList<>()))
                            .places()
                            .add(new Place(i, stage.getName(), n));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** For people: an address without its secrets, or the object's key. */
    public String shown() {
        return input.getUri() != null
                ? InputUri.shown(input.getUri())
                : input.getObject().getKey();
    }

    /** The input with the picture known, which takes nothing but the object from where it was. */
    static InputImage known(ImageObject found) {
        return new InputImage(found, null, null);
    }

    private static boolean isUnknown(ImageObject object) {
        return object.getDigest().isEmpty() || object.getWidthPx() == 0 || object.getHeightPx() == 0;
    }

    private static String identity(InputImage input) {
        return input.getUri() != null ? "uri " + input.getUri() : "object " + input.getObject();
    }
}
