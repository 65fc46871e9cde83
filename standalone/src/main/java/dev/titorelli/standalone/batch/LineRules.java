package dev.titorelli.standalone.batch;

import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.json.RequestJson;
import dev.titorelli.json.RequestJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes requests of lines. What a request may ask for is the stream app's to say. For one thread. */
final class LineRules {

    /** What a short line leaves out takes room in a record, but not that much more. */
    private static final int SURELY_SMALL = LineSource.MAX_BYTES / 16;

    private final BatchPlan plan;
    private final Pattern ownForm;
    private final UsedIds used = new UsedIds();

    LineRules(BatchPlan plan) {
        this.plan = plan;
        this.ownForm = Pattern.compile(Pattern.quote(plan.name()) + "-[0-9]{8}");
    }

    /** Takes an id that an earlier run has used for its line. */
    void remember(int line, String id) {
        if (!id.equals(plan.idOf(line))) {
            used.add(id);
        }
    }

    /** How much memory the ids take that were given, in places for one. */
    int places() {
        return used.places();
    }

    /** @throws BrokenLineException when no request can be made of it */
    GenerationRequest read(Line line) throws BrokenLineException {
        GenerationRequest request = parse(line);
        require("tenant", request.getTenant(), plan.tenant(), "--tenant");
        require("batch", request.getBatch(), plan.name(), "--name");
        if (!RequestId.isId(request.getRequestId())) {
            throw new BrokenLineException(
                    "requestId '" + shown(request.getRequestId()) + "': allowed is " + RequestId.ID.pattern());
        }
        if (line.text().length > SURELY_SMALL) {
            requireSmall(request);
        }
        requireUnused(line.number(), request.getRequestId());
        return request;
    }

    private GenerationRequest parse(Line line) throws BrokenLineException {
        if (line.text() == null) {
            throw new BrokenLineException("the line has more than " + LineSource.MAX_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.text()))
                    .toString();
            return RequestJson.read(text, plan.otherwise(line.number()));
        } catch (CharacterCodingException e) {
            throw new BrokenLineException("the line is no UTF-8", e);
        } catch (RequestJsonException e) {
            throw new BrokenLineException(
                    e.getMessage().replace("in line 1, column", "at column").replace("\n", "; "), e);
        }
    }

    private static void require(String field, String value, String expected, String option) throws BrokenLineException {
        if (!expected.equals(value)) {
            throw new BrokenLineException("%s '%s': allowed is '%s', that of the batch; another one is given by %s"
                    .formatted(field, shown(value), expected, option));
        }
    }

    /** What is larger would be put aside unread. */
    private static void requireSmall(GenerationRequest request) throws BrokenLineException {
        try {
            int bytes = request.toByteBuffer().remaining();
            if (bytes > LineSource.MAX_BYTES) {
                throw new BrokenLineException(
                        "the request has " + bytes + " bytes: allowed is " + LineSource.MAX_BYTES);
            }
        } catch (IOException | RuntimeException e) {
            throw new BrokenLineException("the request can't be written: " + e.getMessage(), e);
        }
    }

    private void requireUnused(int line, String id) throws BrokenLineException {
        if (id.equals(plan.idOf(line))) {
            return;
        }
        if (ownForm.matcher(id).matches()) {
            throw new BrokenLineException("requestId '" + id + "' is that of another line, which gives none itself");
        }
        if (!used.add(id)) {
            throw new BrokenLineException("requestId '" + id + "': an earlier line of the file has it too");
        }
    }

    private static String shown(String value) {
        return value == null || value.length() <= 60 ? value : value.substring(0, 60) + "...";
    }
}
