package dev.titorelli.standalone.cli;

import dev.titorelli.Adapter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME} or {@code NAME:SCALE}; whether there is such an adapter is the system's to say. */
final class AdapterWish implements ITypeConverter<Adapter> {

    @Override
    public Adapter convert(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Adapter(text, 1.0);
        }
        String scale = text.substring(colon + 1);
        try {
            return new Adapter(text.substring(0, colon), Double.parseDouble(scale));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "': the scale '" + scale + "' is no number");
        }
    }
}
