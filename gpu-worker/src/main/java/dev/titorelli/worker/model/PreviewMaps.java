package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.checkpoint.FileDigests;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.preview.PreviewMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The linear map that lies beside a VAE, and which VAE it is for. No model fails to open for want of it. */
public final class PreviewMaps {

    private static final Logger log = LoggerFactory.getLogger(PreviewMaps.class);

    private PreviewMaps() {}

    /**
     * Hex SHA-256 over the configuration and weights of a model's VAE.
     *
     * @throws dev.titorelli.worker.checkpoint.ModelDirectoryException when the directory is no model's
     */
    public static String vaeDigest(Path directory) {
        return vaeDigest(directory, ModelDirectory.read(directory), new FileDigests(KeptFolder.none())::of);
    }

    private static String vaeDigest(Path directory, ModelDirectory files, Function<Path, String> digestOfFile) {
        List<String> names = new ArrayList<>(files.vaeWeights().files());
        names.add(ModelLayout.VAE_CONFIG);
        return Digests.ofFiles(directory, names, digestOfFile);
    }

    /** The map of a model's directory; empty without one, or when it is damaged or of another VAE, which is logged. */
    static Optional<PreviewMap> find(Path directory, ModelDirectory files, Function<Path, String> digestOfFile) {
        Path file = directory.resolve(PreviewMap.FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            PreviewMap map = PreviewMap.read(file);
            if (map.vaeDigest().equals(vaeDigest(directory, files, digestOfFile))) {
                return Optional.of(map);
            }
            ignored(file, "it was fitted for another VAE");
        } catch (IOException e) {
            ignored(file, e.toString());
        }
        return Optional.empty();
    }

    private static void ignored(Path file, String why) {
        log.atWarn()
                .addKeyValue("file", file)
                .addKeyValue("why", why)
                .log("no preview map: previews are decoded; fit one by model check --fit-preview");
    }
}
