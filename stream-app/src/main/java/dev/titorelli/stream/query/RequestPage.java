package dev.titorelli.stream.query;

import dev.titorelli.http.Answer;
import dev.titorelli.http.Call;
import dev.titorelli.http.Page;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** Where one request stands. */
final class RequestPage implements Page {

    private final Holdings holdings;
    private final OwnedPage page;

    RequestPage(Holdings holdings, Peers peers, Neighbours neighbours, int partitions) {
        this.holdings = holdings;
        OwnedPage.Subject subject = new OwnedPage.Subject("request", "tenant/requestId", QueryPages.REQUESTS);
        this.page = new OwnedPage(subject, this::own, peers, neighbours, partitions);
    }

    @Override
    public CompletionStage<Answer> answer(Call call) {
        return page.answer(call);
    }

    private Optional<Answer> own(String request, int partition) {
        try {
            Optional<Answer> answer = holdings.partition(partition).map(rows -> answer(request, rows));
            return answer.filter(found -> holdings.partition(partition).isPresent());
        } catch (InvalidStateStoreException e) { // it has gone while it was read
            return Optional.empty();
        }
    }

    private Answer answer(String request, StoredRequests rows) {
        return rows.header(request)
                .map(row -> Answer.json(200, RequestDocument.whole(row, rows, holdings)))
                .orElseGet(() -> Answer.problem(
                        404,
                        "there is no request " + request
                                + ": none came here, or it ended longer ago than requests are remembered"));
    }
}
