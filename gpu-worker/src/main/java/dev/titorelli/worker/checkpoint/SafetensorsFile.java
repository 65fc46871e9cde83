package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
public record SafetensorsFile(Path path, long sizeBytes, SortedMap<String, Entry> entries) {
    private static final long MAX_HEADER_BYTES = 16 << 20;
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * A tensor in the file.
     *
     * @param dtype the format's name of the element type, such as F32
     * @param start its first byte, counted from the file's beginning
     * @param end the byte after its last
     */
    public record Entry(String dtype, List<Long> shape, long start, long end) {
        public Entry {
            shape = List.copyOf(shape);
        }

        /** How many numbers it has. */
        public long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /**
     * Reads the header.
     *
     * @throws IOException when the file is missing, damaged or cut off; the message says how
     */
    public static SafetensorsFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            long headerBytes = channel.size() < 8 ? -1 : read(channel, 0, 8).getLong();
            if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, channel.size() - 8)) {
                throw new IOException("not a whole safetensors file: %d bytes, header length %d"
                        .formatted(channel.size(), headerBytes));
            }
            JsonNode header = STRICT.readTree(
                    read(channel, 8, Math.toIntExact(headerBytes)).array());
            if (!header.isObject()) {
                throw new IOException("the header is no JSON object");
            }
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
            Entry entry = entry(field.getKey(), field.getValue(), dataStart);
            if (entry.start() < dataStart || entry.end() < entry.start() || entry.end() > fileBytes) {
                throw new IOException("cut off: tensor %s needs the bytes %d to %d, the file has %d"
                        .formatted(field.getKey(), entry.start(), entry.end(), fileBytes));
            }
            requireElementsFit(field.getKey(), entry, fileBytes);
            entries.put(field.getKey(), entry);
        }
        requireEveryByteOnce(entries, dataStart, fileBytes);
        return entries;
    }

    /** No element type of the format has less than 4 bits. */
    private static void requireElementsFit(String name, Entry entry, long fileBytes) throws IOException {
        long elements = 1;
        for (long size : entry.shape()) {
            if (size > 0 && elements > 2 * fileBytes / size) {
                throw new IOException("tensor %s of shape %s is larger than the file".formatted(name, entry.shape()));
            }
            elements *= size;
        }
    }

    private static Entry entry(String name, JsonNode node, long dataStart) throws IOException {
        List<Long> offsets = longs(name, node.path("data_offsets"));
        if (offsets.size() != 2) {
            throw new IOException("tensor %s has %d offsets; expected 2".formatted(name, offsets.size()));
        }
        return new Entry(
                node.path("dtype").asText(),
                longs(name, node.path("shape")),
                dataStart + offsets.get(0),
                dataStart + offsets.get(1));
    }

    private static List<Long> longs(String name, JsonNode list) throws IOException {
        List<Long> longs = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new IOException(
                        "tensor %s has the size or offset %s; expected whole numbers from 0".formatted(name, value));
            }
            longs.add(value.longValue());
        }
        return longs;
    }

    /** The format has no bytes that belong to no tensor, and none that belong to two. */
    private static void requireEveryByteOnce(SortedMap<String, Entry> entries, long dataStart, long fileBytes)
            throws IOException {
        List<Map.Entry<String, Entry>> byPlace = entries.entrySet().stream()
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, Entry> e) -> e.getValue().start())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList();
        String before = "the header";
        long at = dataStart;
        for (Map.Entry<String, Entry> tensor : byPlace) {
            long start = tensor.getValue().start();
            if (start < at) {
                throw new IOException("the tensors %s and %s overlap".formatted(before, tensor.getKey()));
            }
            if (start > at) {
                throw new IOException("%d bytes between %s and tensor %s belong to no tensor"
                        .formatted(start - at, before, tensor.getKey()));
            }
            before = tensor.getKey();
            at = tensor.getValue().end();
        }
        if (at < fileBytes) {
            throw new IOException("%d bytes after %s belong to no tensor".formatted(fileBytes - at, before));
        }
    }

    /** The tensor's bytes, little endian. */
    public ByteBuffer bytes(Entry entry) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return read(channel, entry.start(), Math.toIntExact(entry.end() - entry.start()));
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, position, buffer);
        return buffer.flip();
    }

    /** Reads the bytes from a position on until the buffer is full; its position was 0. */
    public static void fill(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ended early");
            }
        }
    }
}
