package dev.titorelli.worker.model;

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

    /** PyTorch's number of the type. */
    final int scalarType;

    final int bytes;

    ElementType(int scalarType, int bytes) {
        this.scalarType = scalarType;
        this.bytes = bytes;
    }

    /** The next element of the bytes, as a float. */
    float read(ByteBuffer bytes) {
        return switch (this) {
            case F32 -> bytes.getFloat();
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case F16 -> fromHalf(bytes.getShort());
        };
    }

    /** Appends a value, rounded to the nearest of this type, to even when two are as near. */
    void write(ByteBuffer bytes, float value) {
        switch (this) {
            case F32 -> bytes.putFloat(value);
            case BF16 -> bytes.putShort((short) (rounded(Float.floatToIntBits(value)) >>> 16));
            case F16 -> throw new UnsupportedOperationException("F16 is read, not written");
        }
    }

    /** The bits of a finite float with the lower half rounded away. */
    private static int rounded(int bits) {
        return bits + 0x7fff + ((bits >>> 16) & 1);
    }

    /** IEEE 754 half precision; Java has this conversion from version 20 on. */
    private static float fromHalf(short half) {
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        float size =
                switch (exponent) {
                    case 0 -> mantissa * 0x1p-24f;
                    case 31 -> mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Math.scalb(1 + mantissa * 0x1p-10f, exponent - 15);
                };
        return half < 0 ? -size : size;
    }

    /** The type of a safetensors name, if weights may have it. */
    static Optional<ElementType> of(String dtype) {
        return Arrays.stream(values()).filter(type -> type.name().equals(dtype)).findFirst();
    }
}
