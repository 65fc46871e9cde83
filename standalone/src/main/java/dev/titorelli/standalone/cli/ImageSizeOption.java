package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 128x96}: width and height in pixels. What a model allows is the model's business. */
final class ImageSizeOption implements ITypeConverter<ImageSize> {

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})[xX×]([1-9][0-9]{0,5})");

    @Override
    public ImageSize convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException(
                    "'" + text + "': expected WIDTHxHEIGHT in pixels, both multiples of 16, such as 128x96");
        }
        return new ImageSize(Integer.valueOf(size.group(1)), Integer.valueOf(size.group(2)));
    }
}
