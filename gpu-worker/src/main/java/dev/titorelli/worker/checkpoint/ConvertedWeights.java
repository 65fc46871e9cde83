package dev.titorelli.worker.checkpoint;

import dev.titorelli.worker.checkpoint.SafetensorsWriter.Head;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a checkpoint that can't be mapped as they are, in the computed type, each stacked from its parts; and the
 * safetensors file that holds them. One chunk is in memory at a time.
 *
 * @param specs whole tensors, none with parts that are mapped
 */
record ConvertedWeights(Checkpoint checkpoint, List<TensorSpec> specs, ElementType type) {
    private static final int CHUNK_ELEMENTS = 1 << 18;

    ConvertedWeights {
        specs = List.copyOf(specs);
    }

    /** Those of other types, in parts, or at places that are no multiple of their element size. */
    static ConvertedWeights of(Checkpoint checkpoint, List<TensorSpec> specs, ComputeType compute) {
        ElementType type = compute.elementType();
        return new ConvertedWeights(
                checkpoint,
                specs.stream()
                        .filter(spec -> !spec.parts().isEmpty()
                                || !checkpoint.places().get(spec.name()).isMappedAs(type))
                        .toList(),
                type);
    }

    /** Of the whole file, but for its header. */
    long bytes() {
        return heads().stream().mapToLong(Head::bytes).sum();
    }

    /** Every tensor begins at a multiple of 64 bytes: behind a shorter one comes a padding. */
    private List<Head> heads() {
        List<Head> heads = new ArrayList<>();
        for (TensorSpec spec : specs) {
            Head head = new Head(spec.name(), spec.shape(), type);
            heads.add(head);
            long over = head.bytes() % SafetensorsWriter.ALIGNMENT;
            if (over > 0) {
                long missing = (SafetensorsWriter.ALIGNMENT - over) / type.bytes();
                heads.add(new Head("padding after " + spec.name(), List.of(missing), type));
            }
        }
        return heads;
    }

    /** Writes the whole file. */
    void write(WritableByteChannel out) throws IOException {
        SafetensorsWriter.writeAll(out, SafetensorsWriter.header(heads()));
        for (TensorSpec spec : specs) {
            long bytes = 0;
            for (TensorSpec part : spec.stored()) {
                bytes += convert(checkpoint.places().get(part.name()), out);
            }
            long over = bytes % SafetensorsWriter.ALIGNMENT;
            if (over > 0) {
                SafetensorsWriter.writeAll(out, ByteBuffer.allocate((int) (SafetensorsWriter.ALIGNMENT - over)));
            }
        }
    }

    private long convert(Checkpoint.Place place, WritableByteChannel out) throws IOException {
        ByteBuffer read = chunk(place.type());
        ByteBuffer converted = chunk(type);
        try (FileChannel in = FileChannel.open(place.file().path())) {
            for (long at = place.entry().start(); at < place.entry().end(); at += read.limit()) {
                read.clear().limit((int) Math.min(read.capacity(), place.entry().end() - at));
                SafetensorsFile.fill(in, at, read);
                place.type().convert(read.flip(), type, converted.clear());
                SafetensorsWriter.writeAll(out, converted.flip());
            }
        }
        return place.entry().elements() * type.bytes();
    }

    private static ByteBuffer chunk(ElementType type) {
        return ByteBuffer.allocateDirect(CHUNK_ELEMENTS * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a file holds exactly these tensors in this type. */
    boolean isIn(SafetensorsFile file) {
        return heads().stream().allMatch(head -> {
            SafetensorsFile.Entry entry = file.entries().get(head.name());
            return entry != null
                    && entry.dtype().equals(type.name())
                    && entry.shape().equals(head.shape())
                    && entry.end() - entry.start() == head.bytes()
                    && entry.start() % type.bytes() == 0;
        });
    }
}
