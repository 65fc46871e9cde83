package dev.titorelli.standalone.batch;

import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.plan.Seeds;
import java.time.Duration;
import java.time.Instant;

/** A line's request that has not ended. For one thread. */
final class OpenRequest {

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LONGEST_QUIET = Duration.ofMinutes(2);

    private final int line;
    private final String id;
    private final GenerationRequest request;
    private int tries = 1;
    private boolean out;
    private Instant due = Instant.MIN;
    private Duration quiet = QUIET;

    OpenRequest(int line, GenerationRequest request) {
        this.line = line;
        this.id = request.getRequestId();
        this.request = request;
    }

    int line() {
        return line;
    }

    /** The line's own, whatever its tries are called. */
    String id() {
        return id;
    }

    /** As it is sent now. */
    GenerationRequest request() {
        return request;
    }

    RequestId identity() {
        return new RequestId(request.getTenant(), request.getRequestId());
    }

    int tries() {
        return tries;
    }

    /** Whether it was sent, and not refused since. */
    boolean isOut() {
        return out;
    }

    /** Whether its time has come: to be sent, or when it is out, to be asked for. */
    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    void sent(Instant now) {
        out = true;
        due = now.plus(quiet);
    }

    /** Something was heard of it. */
    void heard(Instant now) {
        quiet = QUIET;
        due = now.plus(quiet);
    }

    /** It was asked for, and is as it was; the next time it is left alone for longer. */
    void unchanged(Instant now) {
        quiet = quiet.multipliedBy(2).compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : quiet.multipliedBy(2);
        due = now.plus(quiet);
    }

    /** It could not be sent. */
    void sendAgain(Instant at) {
        out = false;
        due = at;
    }

    /**
     * A queue was full, which ended the request: another one is made for the line, under the next id.
     *
     * @return whether there is one
     */
    boolean tryAgain(Instant at) {
        String next = id + "-r" + (tries + 1);
        if (!RequestId.isId(next)) {
            return false;
        }
        tries++;
        keepSeeds();
        request.setRequestId(next);
        sendAgain(at);
        return true;
    }

    /** The line's picture is the one of its own id, whichever try paints it. */
    private void keepSeeds() {
        RequestId own = new RequestId(request.getTenant(), id);
        request.getStages().stream()
                .filter(stage -> stage.getSeed() == null)
                .forEach(stage -> stage.setSeed(Seeds.derived(own, stage.getName())));
    }
}
