package dev.titorelli.standalone.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A file that grows by lines of JSON. A process that is killed may leave half a line at its end, which is cut off at the next
 * start. For one thread.
 */
final class JsonLog implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedWriter writer;

    private JsonLog(BufferedWriter writer) {
        this.writer = writer;
    }

    /**
     * Opens a file, new or not.
     *
     * @param before told each line that is there
     * @throws BatchRefusedException when a whole line is no JSON
     */
    static JsonLog open(Path file, Consumer<JsonNode> before) throws IOException {
        if (Files.exists(file)) {
            cutTornLine(file);
            read(file, before);
        }
        return new JsonLog(Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private static void cutTornLine(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    break;
                }
                end--;
            }
            bytes.setLength(end);
        }
    }

    private static void read(Path file, Consumer<JsonNode> before) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                before.accept(parse(file, number, line));
            }
        }
    }

    private static JsonNode parse(Path file, int number, String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            if (entry.path("line").asInt() > 0) {
                return entry;
            }
        } catch (JsonProcessingException e) {
            // told below
        }
        throw new BatchRefusedException(
                "%s, line %d is not as a run of a batch writes it: was the file changed?".formatted(file, number));
    }

    /** Adds a line; {@link #flush} brings it to the file. */
    void add(JsonNode entry) throws IOException {
        writer.write(entry.toString());
        writer.write('\n');
    }

    void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
