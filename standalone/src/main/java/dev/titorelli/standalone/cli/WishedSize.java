package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of {@code --size}: pixels, or the size of the first input picture. What a model allows is the model's
 * business.
 *
 * @param pixels empty for the first input picture's
 */
record WishedSize(Optional<ImageSize> pixels) {

    private static final ImageSizeOption PIXELS = new ImageSizeOption();
    private static final String OF_INPUT = "input";

    boolean isOfInput() {
        return pixels.isEmpty();
    }

    /** Reads {@code 128x96} or {@code input}. */
    static final class Option implements ITypeConverter<WishedSize> {
        @Override
        public WishedSize convert(String text) {
            if (text.equals(OF_INPUT)) {
                return new WishedSize(Optional.empty());
            }
            try {
                return new WishedSize(Optional.of(PIXELS.convert(text)));
            } catch (TypeConversionException e) {
                throw new TypeConversionException(e.getMessage() + "; or input");
            }
        }
    }
}
