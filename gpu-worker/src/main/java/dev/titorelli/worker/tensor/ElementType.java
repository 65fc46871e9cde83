package dev.titorelli.worker.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types that weights may have; all become F32 when they are loaded. */
public enum ElementType {
    /** IEEE 754 single precision. */
    F32(6, 4),
    /** IEEE 754 half precision. */
    F16(5, 2),
    /** The upper half of single precision. */
    BF16(15, 2);

    private final int scalarType;
    private final int bytes;

    ElementType(int scalarType, int bytes) {
        this.scalarType = scalarType;
        this.bytes = bytes;
    }

    /** PyTorch's number of the type. */
    public int scalarType() {
        return scalarType;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The next element of the bytes, as a float. */
    public float read(ByteBuffer bytes) {
        return switch (this) {
            case F32 -> bytes.getFloat();
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case F16 -> fromHalf(bytes.getShort());
        };
    }

    /** Appends a value, rounded to the nearest of this type, to even when two are as near. */
    public void write(ByteBuffer bytes, float value) {
        switch (this) {
            case F32 -> bytes.putFloat(value);
            case BF16 -> bytes.putShort((short) (rounded(value) >>> 16));
            case F16 -> throw new UnsupportedOperationException("F16 is read, not written");
        }
    }

    /** Appends all elements of the bytes in another type, or in the same. */
    public void convert(ByteBuffer from, ElementType target, ByteBuffer to) {
        if (target == this) {
            to.put(from);
        }
        while (from.hasRemaining()) {
            target.write(to, read(from));
        }
    }

    /** A float's bits with the lower half rounded away; what is no number stays none. */
    private static int rounded(float value) {
        int bits = Float.floatToIntBits(value);
        return Float.isNaN(value) ? bits : bits + 0x7fff + ((bits >>> 16) & 1);
    }

    /** IEEE 754 half precision; Java has this conversion from version 20 on. */
    private static float fromHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int size = half & 0x7fff;
        if (size >= 0x7c00) { // infinite, or no number
            return Float.intBitsToFloat(sign | 0x7f800000 | size << 13);
        }
        float exact = size < 0x400 ? size * 0x1p-24f : Float.intBitsToFloat((size << 13) + (112 << 23));
        return sign == 0 ? exact : -exact;
    }

    /** The type of a safetensors name, if weights may have it. */
    public static Optional<ElementType> of(String dtype) {
        return Arrays.stream(values()).filter(type -> type.name().equals(dtype)).findFirst();
    }
}
