package dev.titorelli.standalone;

import dev.titorelli.EventKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A data folder that a version left behind, {@code n.zip}, beside {@code n.txt} which says what is in it: names of the
 * topology, topics with their partitions, requests with what was told of each and how it has to end.
 *
 * @param description the text file
 * @param partitions of each topic
 * @param requests in the order of their ids
 */
record DataFixture(Path description, Map<String, Integer> partitions, List<Left> requests) {

    static final String TENANT = "kept";
    private static final String TAB = "\t";

    /**
     * A request as it was left.
     *
     * @param end the event that ends it, before or after the folder was packed
     * @param told the events until then
     */
    record Left(String id, EventKind end, List<EventKind> told) {

        boolean isFinished() {
            return told.contains(end);
        }
    }

    static DataFixture read(Path description) throws IOException {
        Map<String, Integer> partitions = new TreeMap<>();
        List<Left> requests = new ArrayList<>();
        for (String line : Files.readAllLines(description, StandardCharsets.UTF_8)) {
            String[] parts = line.split(TAB, -1);
            if (parts[0].equals("partitions")) {
                partitions.put(parts[1], Integer.valueOf(parts[2]));
            } else if (parts[0].equals("request")) {
                requests.add(new Left(parts[1], EventKind.valueOf(parts[2]), kinds(parts[3])));
            }
        }
        return new DataFixture(description, partitions, requests);
    }

    private static List<EventKind> kinds(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(kind -> !kind.isEmpty())
                .map(EventKind::valueOf)
                .toList();
    }

    /** The lines of the description that are about the folder. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        partitions.forEach((topic, count) -> lines.add(String.join(TAB, "partitions", topic, count.toString())));
        for (Left request : requests) {
            String told = String.join(
                    " ", request.told().stream().map(EventKind::name).toList());
            lines.add(String.join(TAB, "request", request.id(), request.end().name(), told));
        }
        return lines;
    }

    /** Some parts of a folder become the archive beside the description. */
    void pack(Path folder, Collection<String> parts) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive());
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(9);
            for (String part : parts) {
                try (Stream<Path> files = Files.walk(folder.resolve(part))) {
                    for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                        zip.putNextEntry(new ZipEntry(folder.relativize(each).toString()));
                        Files.copy(each, zip);
                    }
                }
            }
        }
    }

    void unpack(Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(archive());
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(entry.getName() + " lies outside of the folder");
                }
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
    }

    private Path archive() {
        return description.resolveSibling(description.getFileName().toString().replace(".txt", ".zip"));
    }
}
