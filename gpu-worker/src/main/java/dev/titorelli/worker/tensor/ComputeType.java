package dev.titorelli.worker.tensor;

import java.util.Locale;

/**
 * The element type of the transformer's weights and activations while it computes. Latents, the Euler step and the VAE
 * are F32 in any case. F16 is none: this model overflows in it.
 */
public enum ComputeType {
    /** Single precision, the exact one. */
    F32,
    /** Half the memory, and faster where the processor has instructions for it; its pictures differ a little. */
    BF16;

    /** BF16 where this machine computes it faster than F32 (AMX or AVX512-BF16), else F32. */
    public static ComputeType ofThisMachine() {
        return InstructionSet.hasBf16(InstructionSet.ofThisMachine()) ? BF16 : F32;
    }

    /**
     * Reads {@code auto}, {@code f32} or {@code bf16}.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static ComputeType of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> ofThisMachine();
            case "f32" -> F32;
            case "bf16" -> BF16;
            default -> throw new IllegalArgumentException("dtype '" + text + "': allowed is auto, f32 or bf16");
        };
    }

    /** The type of the weights that it computes with. */
    public ElementType elementType() {
        return this == BF16 ? ElementType.BF16 : ElementType.F32;
    }

    /** PyTorch's number of the type. */
    public int scalarType() {
        return elementType().scalarType();
    }

    /** As it stands in the profile. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
