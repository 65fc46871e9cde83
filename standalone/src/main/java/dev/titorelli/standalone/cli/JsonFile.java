package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a measuring verb writes its numbers beside the table. */
final class JsonFile {

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all numbers there too.")
    private Path file;

    /** Writes them, when that was wished. */
    void write(Object numbers) throws IOException {
        if (file != null) {
            Files.write(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(numbers));
        }
    }
}
