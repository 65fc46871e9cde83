package dev.titorelli.worker;

import dev.titorelli.fault.CannotStart;
import java.nio.file.Path;
import java.util.Locale;

/** The name that a model's directory has in the catalogue. */
public final class ModelAlias {

    private static final int MAX_CHARS = 40;

    private ModelAlias() {}

    /**
     * The directory's name in lower case, with a hyphen for each run of other characters than a-z and 0-9.
     *
     * @throws CannotStart when nothing is left of it
     */
    public static String of(Path modelDir) {
        Path name = modelDir.toAbsolutePath().normalize().getFileName();
        String alias = String.valueOf(name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (name == null || alias.isEmpty()) {
            throw new CannotStart("the model's directory " + modelDir
                    + " has a name without a letter a-z or a digit: rename it, since its name becomes the"
                    + " model's alias");
        }
        return alias.length() <= MAX_CHARS ? alias : alias.substring(0, MAX_CHARS);
    }
}
