package dev.titorelli.stream.request;

import dev.titorelli.stream.inspect.UnseenInput;
import dev.titorelli.stream.inspect.UnseenInput.Place;
import dev.titorelli.stream.row.InspectionRow;
import dev.titorelli.stream.row.Rows;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/** One row an inspection, while its request is being inspected. */
final class InspectionRows {

    private final Rows<InspectionRow> rows;

    InspectionRows(KeyValueStore<String, byte[]> store) {
        rows = new Rows<>(store, "inspection", InspectionRow.class);
    }

    Optional<InspectionRow> find(String request, UnseenInput unseen) {
        Place first = unseen.places().get(0);
        return rows.find(key(request, first.stage(), first.index()));
    }

    void put(String request, InspectionRow row) {
        rows.put(key(request, row.getStage(), row.getInput()), row);
    }

    void dropAll(String request) {
        rows.deleteStartingWith(request + "/");
    }

    private static String key(String request, String stage, int input) {
        return "%s/%s/%05d".formatted(request, stage, input);
    }
}
