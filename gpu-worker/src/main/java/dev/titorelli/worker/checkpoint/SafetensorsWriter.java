package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes a safetensors file as a stream: no tensor is in memory whole.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">safetensors, format</a>
 */
final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final int ALIGNMENT = 64;
    private static final int CHUNK_ELEMENTS = 1 << 18;

    private SafetensorsWriter() {}

    /** A tensor's values by their place, row after row. */
    interface Values {
        float at(long element);
    }

    /** A tensor to write. */
    record Tensor(String name, List<Long> shape, ElementType type, Values values) {
        Tensor {
            shape = List.copyOf(shape);
        }

        Head head() {
            return new Head(name, shape, type);
        }

        long elements() {
            return head().elements();
        }

        long bytes() {
            return head().bytes();
        }
    }

    /** What the header says of a tensor. */
    record Head(String name, List<Long> shape, ElementType type) {
        Head {
            shape = List.copyOf(shape);
        }

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        long bytes() {
            return elements() * type.bytes();
        }
    }

    static void write(Path file, List<Tensor> tensors) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, header(tensors.stream().map(Tensor::head).toList()));
            for (Tensor tensor : tensors) {
                writeValues(channel, tensor);
            }
        }
    }

    /** The file's beginning, a multiple of 64 bytes; the tensors' bytes follow in this order, without gaps. */
    static ByteBuffer header(List<Head> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long start = 0;
        for (Head tensor : tensors) {
            ObjectNode entry =
                    header.putObject(tensor.name()).put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.withArray("shape")::add);
            entry.putArray("data_offsets").add(start).add(start + tensor.bytes());
            start += tensor.bytes();
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + 8 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - 8; // the format allows trailing spaces
        byte[] spaces = " ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(json)
                .put(spaces)
                .flip();
    }

    private static void writeValues(FileChannel channel, Tensor tensor) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(
                        CHUNK_ELEMENTS * tensor.type().bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        long elements = tensor.elements();
        for (long start = 0; start < elements; start += CHUNK_ELEMENTS) {
            long end = Math.min(elements, start + CHUNK_ELEMENTS);
            buffer.clear();
            for (long element = start; element < end; element++) {
                tensor.type().write(buffer, tensor.values().at(element));
            }
            writeAll(channel, buffer.flip());
        }
    }

    static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
