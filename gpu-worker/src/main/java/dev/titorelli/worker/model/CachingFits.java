package dev.titorelli.worker.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fit of step caching that lies beside a model's weights. No model fails to open for want of it. */
final class CachingFits {

    private static final Logger log = LoggerFactory.getLogger(CachingFits.class);

    private CachingFits() {}

    /** The fit of a model's directory; empty without one, or when it is damaged or of another model, which is logged. */
    static Optional<CachingFit> find(Path directory, String modelDigest) {
        Path file = directory.resolve(CachingFit.FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            CachingFit fit = CachingFit.read(file);
            if (fit.modelDigest().equals(modelDigest)) {
                return Optional.of(fit);
            }
            ignored(file, "it was fitted for another model");
        } catch (IOException e) {
            ignored(file, e.toString());
        }
        return Optional.empty();
    }

    private static void ignored(Path file, String why) {
        log.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("why", why)
                .log("step caching follows the fixed schedule; fit one by model check --fit-caching");
    }
}
