package dev.titorelli.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table of contents of a safetensors file; the tensors' bytes stay in the file.
 *
 * @param sizeBytes the file's length
 * @param entries by tensor name
 * @see <a href="https://github.com/huggingface/safetensors#format">safetensors, format</a>
 */
record SafetensorsFile(Path path, long sizeBytes, SortedMap<String, Entry> entries) {
    private static final long MAX_HEADER_BYTES = 100_000_000;

    /**
     * A tensor in the file.
     *
     * @param dtype the format's name of the element type, such as F32
     * @param start its first byte, counted from the file's beginning
     * @param end the byte after its last
     */
    record Entry(String dtype, List<Long> shape, long start, long end) {
        Entry {
            shape = List.copyOf(shape);
        }

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /** @throws IOException when the file is missing, damaged or cut off; the message says how */
    static SafetensorsFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            long headerBytes = channel.size() < 8 ? -1 : read(channel, 0, 8).getLong();
            if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, channel.size() - 8)) {
                throw new IOException("not a whole safetensors file: %d bytes, header length %d"
                        .formatted(channel.size(), headerBytes));
            }
            JsonNode header = new ObjectMapper()
                    .readTree(read(channel, 8, Math.toIntExact(headerBytes)).array());
            return new SafetensorsFile(path, channel.size(), entries(header, 8 + headerBytes, channel.size()));
        }
    }

    private static SortedMap<String, Entry> entries(JsonNode header, long dataStart, long fileBytes)
            throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals("__metadata__")) {
                continue;
            }
            Entry entry = entry(field.getValue(), dataStart);
            if (entry.start() < dataStart || entry.end() < entry.start() || entry.end() > fileBytes) {
                throw new IOException("cut off: tensor %s needs the bytes %d to %d, the file has %d"
                        .formatted(field.getKey(), entry.start(), entry.end(), fileBytes));
            }
            entries.put(field.getKey(), entry);
        }
        return entries;
    }

    private static Entry entry(JsonNode node, long dataStart) {
        List<Long> shape = new ArrayList<>();
        node.path("shape").forEach(size -> shape.add(size.asLong()));
        JsonNode offsets = node.path("data_offsets");
        return new Entry(
                node.path("dtype").asText(),
                shape,
                dataStart + offsets.path(0).asLong(-1),
                dataStart + offsets.path(1).asLong(-1));
    }

    /** The tensor's bytes, little endian. */
    ByteBuffer bytes(Entry entry) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return read(channel, entry.start(), Math.toIntExact(entry.end() - entry.start()));
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ended early");
            }
        }
        return buffer.flip();
    }
}
