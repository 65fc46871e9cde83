package dev.titorelli.worker.fetch;

import dev.titorelli.fault.FaultCode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The body of an HTTP/1 response, as it is sent: what is compressed is refused, so that nothing unfolds. */
final class ResponseBody {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int CHUNK_LINE_BYTES = 1024;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?");

    private final InputStream in;
    private final long maxBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private ResponseBody(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Reads it whole, or stops as soon as it is known to be too large. */
    static byte[] read(ResponseHead head, InputStream in, long maxBytes) throws IOException, FetchException {
        ResponseBody reading = new ResponseBody(in, maxBytes);
        String encoding = head.last("content-encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw FetchException.refused(
                    FaultCode.URI_NOT_FETCHED, "the server sends the file compressed", "the file as it is");
        }
        List<String> transfers = head.all("transfer-encoding");
        if (!transfers.isEmpty()) {
            reading.chunks(String.join(",", transfers));
        } else if (!head.all("content-length").isEmpty()) {
            reading.exactly(reading.length(head.all("content-length")));
        } else {
            reading.upTo(Long.MAX_VALUE);
        }
        return reading.body.toByteArray();
    }

    private long length(List<String> values) throws FetchException {
        String first = values.get(0);
        if (!LENGTH.matcher(first).matches() || !values.stream().allMatch(first::equals)) {
            throw ResponseHead.noHttp("a length that is no number");
        }
        return Long.parseLong(first);
    }

    private void chunks(String transfer) throws IOException, FetchException {
        if (!transfer.strip().toLowerCase(Locale.ROOT).equals("chunked")) {
            throw ResponseHead.noHttp("a transfer encoding other than chunked");
        }
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            exactly(size);
            ResponseHead.line(in, new int[] {2});
        }
    }

    private long chunkSize() throws IOException, FetchException {
        var line = CHUNK.matcher(ResponseHead.line(in, new int[] {CHUNK_LINE_BYTES}));
        if (!line.matches()) {
            throw ResponseHead.noHttp("a chunk without a size");
        }
        return Long.parseLong(line.group(1), 16);
    }

    private void exactly(long bytes) throws IOException, FetchException {
        requireRoom(bytes);
        if (upTo(bytes) < bytes) {
            throw new EOFException("the server hung up before the file's end");
        }
    }

    private long upTo(long bytes) throws IOException, FetchException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long read = 0;
        while (read < bytes) {
            int found = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - read));
            if (found < 0) {
                return read;
            }
            read += found;
            requireRoom(found);
            body.write(buffer, 0, found);
        }
        return read;
    }

    private void requireRoom(long bytes) throws FetchException {
        if (bytes > maxBytes - body.size()) {
            throw tooLarge(maxBytes);
        }
    }

    static FetchException tooLarge(long maxBytes) {
        return FetchException.refused(
                FaultCode.INPUT_TOO_LARGE, "the file has more than " + maxBytes + " bytes", "at most " + maxBytes);
    }
}
